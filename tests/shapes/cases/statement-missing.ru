#+ expects: Statement-identifier-missing Statement-description-missing Statement-isPartOf-missing Statement-about-missing Statement-statementKind-missing Statement-theme-missing Statement-evidence-missing Statement-paragraph-missing
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX schema: <http://schema.org/>
PREFIX statement: <https://w3id.org/hasila/id/statement/>

DELETE WHERE { GRAPH ?graph { statement:2024-S01 dcterms:identifier ?value } } ;
DELETE WHERE { GRAPH ?graph { statement:2024-S01 dcterms:description ?value } } ;
DELETE WHERE { GRAPH ?graph { statement:2024-S01 dcterms:isPartOf ?value } } ;
DELETE WHERE { GRAPH ?graph { statement:2024-S01 schema:about ?value } } ;
DELETE WHERE { GRAPH ?graph { statement:2024-S01 hasila:statementKind ?value } } ;
DELETE WHERE { GRAPH ?graph { statement:2024-S01 hasila:theme ?value } } ;
DELETE WHERE { GRAPH ?graph { statement:2024-S01 hasila:evidence ?value } } ;
DELETE WHERE { GRAPH ?graph { statement:2024-S01 hasila:paragraph ?value } }
