#+ expects: statement-yields-something
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX statement: <https://w3id.org/hasila/id/statement/>

DELETE WHERE { GRAPH ?graph { ?thing prov:wasDerivedFrom statement:2024-S02 } }
