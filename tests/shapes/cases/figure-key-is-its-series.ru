#+ expects: figure-key-is-its-series
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>

DELETE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.change-2023> hasila:basePeriod ?old } }
INSERT { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.change-2023> hasila:basePeriod period:2024 } }
WHERE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.change-2023> hasila:basePeriod ?old } }
