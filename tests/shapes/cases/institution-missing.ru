#+ expects: Institution-classification-missing
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX organization: <https://w3id.org/hasila/id/organization/>

DELETE WHERE { GRAPH ?graph { organization:fire-service org:classification ?value } }
