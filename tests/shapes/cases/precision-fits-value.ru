#+ expects: precision-fits-value
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE { GRAPH ?graph { figure:2024.interventions hasila:precision ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions hasila:precision 300.0 } }
WHERE { GRAPH ?graph { figure:2024.interventions hasila:precision ?old } }
