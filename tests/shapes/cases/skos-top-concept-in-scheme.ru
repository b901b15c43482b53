#+ expects: skos-top-concept-in-scheme
PREFIX scheme: <https://w3id.org/hasila/id/scheme/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

DELETE { GRAPH ?graph { theme:rescue skos:inScheme ?old } }
INSERT { GRAPH ?graph { theme:rescue skos:inScheme scheme:units } }
WHERE { GRAPH ?graph { theme:rescue skos:inScheme ?old } }
