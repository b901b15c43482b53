#+ expects: privacy-no-participants
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX schema: <http://schema.org/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  event:2024-academy-opening schema:attendee <https://people.example.org/1> ; schema:image <https://pictures.example.org/1> .
} }
