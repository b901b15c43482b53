#+ expects: Region-identifier-missing Region-containedInPlace-missing
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX schema: <http://schema.org/>

DELETE WHERE { GRAPH ?graph { place:XA-01 dcterms:identifier ?value } } ;
DELETE WHERE { GRAPH ?graph { place:XA-01 schema:containedInPlace ?value } }
