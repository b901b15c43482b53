#+ expects: label-in-each-language
PREFIX dataset: <https://w3id.org/hasila/dataset/>
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { GRAPH <https://w3id.org/hasila/graph/places> { place:XA rdfs:label "Pays d'exemple"@fr } } ;
DELETE DATA { GRAPH <https://w3id.org/hasila/graph/concepts> { dataset:levels rdfs:label "Levels"@en } }
