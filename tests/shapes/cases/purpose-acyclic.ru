#+ expects: purpose-acyclic
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX hasila: <https://w3id.org/hasila/def/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  event:2027-congress hasila:purpose event:2024-academy-opening .
} }
