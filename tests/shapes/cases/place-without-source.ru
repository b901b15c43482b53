#+ expects: Place-source-missing
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX place: <https://w3id.org/hasila/id/place/>

DELETE WHERE { GRAPH ?graph { place:example-city dcterms:source ?value } }
