#+ expects: Figure-year-missing Figure-theme-missing Figure-wasDerivedFrom-missing
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE WHERE { GRAPH ?graph { figure:2024.interventions hasila:year ?value } } ;
DELETE WHERE { GRAPH ?graph { figure:2024.interventions hasila:theme ?value } } ;
DELETE WHERE { GRAPH ?graph { figure:2024.interventions prov:wasDerivedFrom ?value } }
