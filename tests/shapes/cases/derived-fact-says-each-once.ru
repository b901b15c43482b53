#+ expects: derived-fact-says-each-once
PREFIX breakdown: <https://w3id.org/hasila/id/breakdown/>
PREFIX coverage: <https://w3id.org/hasila/id/coverage/>
PREFIX coverage-kind: <https://w3id.org/hasila/id/coverage-kind/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX series: <https://w3id.org/hasila/id/series/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/derived> {
  series:interventions hasila:breakdown breakdown:women .
  coverage:2023.volunteers hasila:coverageKind coverage-kind:trend .
} }
