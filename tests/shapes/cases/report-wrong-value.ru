#+ expects: Report-year-datatype Report-isPartOf-class Report-creator-class Report-temporal-class Report-issued-datatype Report-language-form Report-statedIn-class
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX report: <https://w3id.org/hasila/id/report/>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  report:2024
    hasila:year "text"@en ;
    dcterms:isPartOf period:2024 ;
    dcterms:creator period:2024 ;
    dcterms:temporal theme:rescue ;
    dcterms:issued "text"@en ;
    dcterms:language <http://lexvo.org/id/iso639-3/ara> ;
    hasila:statedIn period:2024 .
} }
