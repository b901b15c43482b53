#+ expects: statement-about-what-it-yields
PREFIX schema: <http://schema.org/>
PREFIX silence: <https://w3id.org/hasila/id/silence/>
PREFIX statement: <https://w3id.org/hasila/id/statement/>

DELETE WHERE { GRAPH ?graph { statement:2024-S02 schema:about silence:2024-volunteers } }
