#+ expects: figure-codes-from-their-lists
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX status-reason: <https://w3id.org/hasila/id/status-reason/>

DELETE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.about-1100> hasila:confidence ?old } }
INSERT { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.about-1100> hasila:confidence status-reason:rounded-restatement } }
WHERE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.about-1100> hasila:confidence ?old } }
