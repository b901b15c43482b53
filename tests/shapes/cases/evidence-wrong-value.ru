#+ expects: Evidence-hasSource-class Evidence-hasSelector-class
PREFIX evidence: <https://w3id.org/hasila/id/evidence/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX period: <https://w3id.org/hasila/id/period/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  evidence:2024-S01
    oa:hasSource period:2024 ;
    oa:hasSelector period:2024 .
} }
