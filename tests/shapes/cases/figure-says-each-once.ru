#+ expects: figure-says-each-once
PREFIX hasila: <https://w3id.org/hasila/def/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> { <https://w3id.org/hasila/id/figure/2024.interventions.about-1100> hasila:publishers 2 } }
