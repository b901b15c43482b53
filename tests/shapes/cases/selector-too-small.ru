#+ expects: Selector-start-small Selector-end-small
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX selector: <https://w3id.org/hasila/id/selector/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  selector:2024-S01
    oa:start -1 ;
    oa:end -1 .
} }
