#+ expects: Report-year-repeated Report-temporal-repeated Report-issued-repeated
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX report: <https://w3id.org/hasila/id/report/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  report:2024
    hasila:year 2023 ;
    dcterms:temporal period:2023 ;
    dcterms:issued "2025-01-14"^^xsd:date .
} }
