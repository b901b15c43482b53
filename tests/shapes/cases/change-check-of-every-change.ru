#+ expects: change-check-of-every-change
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE WHERE { GRAPH <https://w3id.org/hasila/graph/derived> { <https://w3id.org/hasila/id/change-check/2024.interventions.change-2023> hasila:checkedFigure ?value } }
