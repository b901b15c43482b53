#+ expects: figure-publishers-within-sources
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.about-1100> hasila:publishers ?old } }
INSERT { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.about-1100> hasila:publishers 2 } }
WHERE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.about-1100> hasila:publishers ?old } }
