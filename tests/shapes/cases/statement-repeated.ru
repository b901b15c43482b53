#+ expects: Statement-identifier-repeated Statement-isPartOf-repeated Statement-statementKind-repeated Statement-paragraph-repeated
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX report: <https://w3id.org/hasila/id/report/>
PREFIX statement: <https://w3id.org/hasila/id/statement/>
PREFIX statement-kind: <https://w3id.org/hasila/id/statement-kind/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  statement:2024-S01
    dcterms:identifier "2024-S99" ;
    dcterms:isPartOf report:other ;
    hasila:statementKind statement-kind:event ;
    hasila:paragraph 2 .
} }
