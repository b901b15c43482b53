#+ expects: Concept-inScheme-missing Concept-definition-missing Concept-notation-missing
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

DELETE WHERE { GRAPH ?graph { theme:fire-safety skos:inScheme ?value } } ;
DELETE WHERE { GRAPH ?graph { theme:fire-safety skos:definition ?value } } ;
DELETE WHERE { GRAPH ?graph { theme:fire-safety skos:notation ?value } }
