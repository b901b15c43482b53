#+ expects: Concept-inScheme-class Concept-broader-class
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  theme:fire-safety
    skos:inScheme period:2024 ;
    skos:broader period:2024 .
} }
