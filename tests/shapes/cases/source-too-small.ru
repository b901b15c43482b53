#+ expects: Source-characters-small
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX source: <https://w3id.org/hasila/id/source/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  source:2024-gazette
    hasila:characters 0 .
} }
