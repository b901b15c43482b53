#+ expects: link-object-iri-or-notation
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX link: <https://w3id.org/hasila/id/link/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/links> {
  link:xa-geo rdf:object "XA" .
  link:rescue-themes rdf:object "0601"^^hasila:IccsNotation .
} }
