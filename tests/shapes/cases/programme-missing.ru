#+ expects: Programme-theme-missing Programme-wasDerivedFrom-missing
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX programme: <https://w3id.org/hasila/id/programme/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE WHERE { GRAPH ?graph { programme:2024-care hasila:theme ?value } } ;
DELETE WHERE { GRAPH ?graph { programme:2024-care prov:wasDerivedFrom ?value } }
