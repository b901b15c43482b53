#+ expects: ic-13-required-attributes
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE WHERE { GRAPH ?graph { figure:2024.interventions hasila:figureStatus ?status } }
