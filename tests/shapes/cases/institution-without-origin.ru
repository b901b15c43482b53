#+ expects: Institution-wasDerivedFrom-missing Unit-wasDerivedFrom-missing
PREFIX organization: <https://w3id.org/hasila/id/organization/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE WHERE { GRAPH ?graph { organization:fire-service prov:wasDerivedFrom ?page } } ;
DELETE WHERE { GRAPH ?graph { organization:fire-academy prov:wasDerivedFrom ?page } }
