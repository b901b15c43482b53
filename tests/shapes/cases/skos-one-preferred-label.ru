#+ expects: skos-one-preferred-label
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  theme:rescue skos:prefLabel "Saving"@en .
} }
