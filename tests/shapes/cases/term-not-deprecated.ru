#+ expects: term-not-deprecated
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/ontology> {
  hasila:involves owl:deprecated true . hasila:Trend owl:deprecated true .
} }
