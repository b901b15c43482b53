#+ expects: same-as-not-on-concepts
PREFIX indicator: <https://w3id.org/hasila/id/indicator/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/links> {
  theme:rescue owl:sameAs <https://themes.example.org/rescue> . indicator:volunteers owl:sameAs <https://themes.example.org/volunteers> .
} }
