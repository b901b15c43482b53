#+ expects: figure-competes-in-its-series
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.about-1100> hasila:competesWith ?old } }
INSERT { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.about-1100> hasila:competesWith <https://w3id.org/hasila/id/figure/2024.interventions.change-2023> } }
WHERE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.about-1100> hasila:competesWith ?old } }
