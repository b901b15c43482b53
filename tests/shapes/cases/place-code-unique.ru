#+ expects: place-code-unique
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX place: <https://w3id.org/hasila/id/place/>

DELETE { GRAPH ?graph { place:XA-01 dcterms:identifier ?old } }
INSERT { GRAPH ?graph { place:XA-01 dcterms:identifier "XA" } }
WHERE { GRAPH ?graph { place:XA-01 dcterms:identifier ?old } }
