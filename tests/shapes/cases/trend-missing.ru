#+ expects: Trend-year-missing Trend-theme-missing Trend-wasDerivedFrom-missing
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX trend: <https://w3id.org/hasila/id/trend/>

DELETE WHERE { GRAPH ?graph { trend:2024-volunteers hasila:year ?value } } ;
DELETE WHERE { GRAPH ?graph { trend:2024-volunteers hasila:theme ?value } } ;
DELETE WHERE { GRAPH ?graph { trend:2024-volunteers prov:wasDerivedFrom ?value } }
