#+ expects: event-in-graph-of-its-report
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE { GRAPH ?graph { event:2024-academy-opening hasila:statedInReport ?report } }
INSERT { GRAPH <https://w3id.org/hasila/graph/report/2023> { event:2024-academy-opening a hasila:Event ; hasila:statedInReport ?report } }
WHERE { GRAPH ?graph { event:2024-academy-opening hasila:statedInReport ?report } }
