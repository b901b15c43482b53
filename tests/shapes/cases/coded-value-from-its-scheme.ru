#+ expects: coded-value-from-its-scheme
PREFIX event-type: <https://w3id.org/hasila/id/event-type/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX statement: <https://w3id.org/hasila/id/statement/>

DELETE { GRAPH ?graph { statement:2024-S01 hasila:statementKind ?old } }
INSERT { GRAPH ?graph { statement:2024-S01 hasila:statementKind event-type:opening } }
WHERE { GRAPH ?graph { statement:2024-S01 hasila:statementKind ?old } }
