#+ expects: Source-outlet-repeated Source-publisher-repeated Source-created-repeated Source-sha256-repeated Source-characters-repeated
PREFIX dc: <http://purl.org/dc/elements/1.1/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX organization: <https://w3id.org/hasila/id/organization/>
PREFIX source: <https://w3id.org/hasila/id/source/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  source:2024-gazette
    dc:publisher "Another Gazette" ;
    dcterms:publisher organization:fire-service ;
    dcterms:created "2025-01-17T08:00:00"^^xsd:dateTime ;
    hasila:sha256 "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd" ;
    hasila:characters 2000 .
} }
