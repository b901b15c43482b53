#+ expects: bounds-hold-the-value
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE { GRAPH ?graph { figure:2024.interventions hasila:lowerBound ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions hasila:lowerBound 1100.0 } }
WHERE { GRAPH ?graph { figure:2024.interventions hasila:lowerBound ?old } } ;
INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  <https://w3id.org/hasila/id/figure/2024.interventions.change-2023> hasila:upperBound 4.0 .
} }
