#+ expects: Statement-identifier-form Statement-isPartOf-class Statement-about-iri Statement-statementKind-class Statement-theme-class Statement-evidence-class Statement-paragraph-datatype
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX schema: <http://schema.org/>
PREFIX statement: <https://w3id.org/hasila/id/statement/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  statement:2024-S01
    dcterms:identifier "S1" ;
    dcterms:isPartOf period:2024 ;
    schema:about "text"@en ;
    hasila:statementKind period:2024 ;
    hasila:theme period:2024 ;
    hasila:evidence period:2024 ;
    hasila:paragraph "text"@en .
} }
