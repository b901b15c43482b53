#+ expects: Event-publishers-too-small
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE { GRAPH ?graph { event:2024-academy-opening hasila:publishers ?old } }
INSERT { GRAPH ?graph { event:2024-academy-opening hasila:publishers 0 } }
WHERE { GRAPH ?graph { event:2024-academy-opening hasila:publishers ?old } }
