#+ expects: statement-observation-has-number-or-trend
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX trend: <https://w3id.org/hasila/id/trend/>

DELETE WHERE { GRAPH ?graph { trend:2024-volunteers prov:wasDerivedFrom ?statement } }
