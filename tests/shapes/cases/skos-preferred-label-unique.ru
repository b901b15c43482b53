#+ expects: skos-preferred-label-unique
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

DELETE DATA { GRAPH <https://w3id.org/hasila/graph/concepts> { theme:fire-safety skos:prefLabel "Fire safety"@en } } ;
INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  theme:fire-safety skos:prefLabel "Rescue"@en .
} }
