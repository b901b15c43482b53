#+ expects: Selector-start-repeated Selector-end-repeated Selector-sha256-repeated
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX selector: <https://w3id.org/hasila/id/selector/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  selector:2024-S01
    oa:start 5 ;
    oa:end 95 ;
    hasila:sha256 "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd" .
} }
