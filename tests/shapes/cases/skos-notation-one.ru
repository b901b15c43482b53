#+ expects: skos-notation-one
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  theme:fire-safety skos:notation "other" , "0601"^^hasila:IccsNotation .
} }
