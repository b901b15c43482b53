#+ expects: change-check-outcome-fits
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE DATA { GRAPH <https://w3id.org/hasila/graph/derived> { <https://w3id.org/hasila/id/change-check/2024.interventions.change-2023> hasila:tolerance 1.5 } } ;
INSERT DATA { GRAPH <https://w3id.org/hasila/graph/derived> { <https://w3id.org/hasila/id/change-check/2024.interventions.change-2023> hasila:tolerance 0.2 } }
