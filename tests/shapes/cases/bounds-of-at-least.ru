#+ expects: bounds-of-at-least
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE WHERE { GRAPH ?graph { figure:2024.interventions hasila:lowerBound ?lower } } ;
INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  figure:2024.interventions hasila:upperBound 2000.0 .
} }
