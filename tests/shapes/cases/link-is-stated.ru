#+ expects: link-is-stated
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX place: <https://w3id.org/hasila/id/place/>

DELETE WHERE { GRAPH ?graph { place:XA owl:sameAs ?target } }
