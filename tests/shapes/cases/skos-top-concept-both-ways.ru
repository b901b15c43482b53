#+ expects: skos-top-concept-both-ways
PREFIX qualifier: <https://w3id.org/hasila/id/qualifier/>
PREFIX scheme: <https://w3id.org/hasila/id/scheme/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

DELETE WHERE { GRAPH ?graph { theme:rescue skos:topConceptOf ?scheme } } ;
DELETE WHERE { GRAPH ?graph { scheme:qualifiers skos:hasTopConcept qualifier:exact } }
