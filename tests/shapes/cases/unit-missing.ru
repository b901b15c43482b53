#+ expects: Unit-unitOf-missing Unit-classification-missing
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX organization: <https://w3id.org/hasila/id/organization/>

DELETE WHERE { GRAPH ?graph { organization:fire-academy org:unitOf ?value } } ;
DELETE WHERE { GRAPH ?graph { organization:fire-academy org:classification ?value } }
