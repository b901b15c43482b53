#+ expects: printed-number-fits-value
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE { GRAPH ?graph { figure:2024.interventions hasila:printedValue ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions hasila:printedValue "10 000" } }
WHERE { GRAPH ?graph { figure:2024.interventions hasila:printedValue ?old } }
