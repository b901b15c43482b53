#+ expects: evidence-used-once
PREFIX evidence: <https://w3id.org/hasila/id/evidence/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX statement: <https://w3id.org/hasila/id/statement/>

DELETE { GRAPH ?graph { statement:2024-S02 hasila:evidence ?old } }
INSERT { GRAPH ?graph { statement:2024-S02 hasila:evidence evidence:2024-S01 } }
WHERE { GRAPH ?graph { statement:2024-S02 hasila:evidence ?old } }
