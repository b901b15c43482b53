#+ expects: OtherPlace-containedInPlace-missing
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX schema: <http://schema.org/>

DELETE WHERE { GRAPH ?graph { place:example-port schema:containedInPlace ?value } }
