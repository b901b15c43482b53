#+ expects: figure-year-agrees
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE { GRAPH ?graph { figure:2024.interventions hasila:year ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions hasila:year 2023 } }
WHERE { GRAPH ?graph { figure:2024.interventions hasila:year ?old } }
