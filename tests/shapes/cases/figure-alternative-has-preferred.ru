#+ expects: figure-alternative-has-preferred
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX figure-status: <https://w3id.org/hasila/id/figure-status/>
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE { GRAPH ?graph { figure:2024.interventions hasila:figureStatus ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions hasila:figureStatus figure-status:alternative } }
WHERE { GRAPH ?graph { figure:2024.interventions hasila:figureStatus ?old } }
