#+ expects: Statement-paragraph-small
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX statement: <https://w3id.org/hasila/id/statement/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  statement:2024-S01
    hasila:paragraph 0 .
} }
