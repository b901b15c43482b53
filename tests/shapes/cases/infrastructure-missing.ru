#+ expects: Infrastructure-wasDerivedFrom-missing
PREFIX infrastructure: <https://w3id.org/hasila/id/infrastructure/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE WHERE { GRAPH ?graph { infrastructure:hydrant-network prov:wasDerivedFrom ?value } }
