#+ expects: ic-19a-codes-from-code-list
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX qualifier: <https://w3id.org/hasila/id/qualifier/>

DELETE { GRAPH ?graph { figure:2024.interventions hasila:statistic ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions hasila:statistic qualifier:exact } }
WHERE { GRAPH ?graph { figure:2024.interventions hasila:statistic ?old } }
