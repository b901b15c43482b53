#+ expects: term-disjointness-kept
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX report: <https://w3id.org/hasila/id/report/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  report:2024 a hasila:Source .
} }
