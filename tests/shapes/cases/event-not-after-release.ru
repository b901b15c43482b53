#+ expects: event-not-after-release
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX event-status: <https://w3id.org/hasila/id/event-status/>
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE { GRAPH ?graph { event:2027-congress hasila:eventStatus ?old } }
INSERT { GRAPH ?graph { event:2027-congress hasila:eventStatus event-status:happened } }
WHERE { GRAPH ?graph { event:2027-congress hasila:eventStatus ?old } }
