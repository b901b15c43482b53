#+ expects: ConceptScheme-hasTopConcept-missing
PREFIX scheme: <https://w3id.org/hasila/id/scheme/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE WHERE { GRAPH ?graph { scheme:themes skos:hasTopConcept ?value } }
