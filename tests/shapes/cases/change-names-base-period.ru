#+ expects: change-names-base-period
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE WHERE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.change-2023> hasila:basePeriod ?base } }
