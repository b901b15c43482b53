#+ expects: Selector-start-form Selector-end-form Selector-sha256-form
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX selector: <https://w3id.org/hasila/id/selector/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  selector:2024-S01
    oa:start "first" ;
    oa:end "last" ;
    hasila:sha256 "NOT-A-DIGEST" .
} }
