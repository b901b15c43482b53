#+ expects: UnitGroup-wasDerivedFrom-missing
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX unit-group: <https://w3id.org/hasila/id/unit-group/>

DELETE WHERE { GRAPH ?graph { unit-group:2024-posts prov:wasDerivedFrom ?value } }
