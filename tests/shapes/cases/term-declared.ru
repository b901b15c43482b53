#+ expects: term-declared
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX place: <https://w3id.org/hasila/id/place/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/places> {
  place:XA hasila:population 5 ; a hasila:Kingdom .
} }
