#+ expects: figure-competing-is-explained
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE WHERE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.about-1100> hasila:statusReason ?reason } }
