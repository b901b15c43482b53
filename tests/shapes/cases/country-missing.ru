#+ expects: Country-identifier-missing
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX place: <https://w3id.org/hasila/id/place/>

DELETE WHERE { GRAPH ?graph { place:XA dcterms:identifier ?value } }
