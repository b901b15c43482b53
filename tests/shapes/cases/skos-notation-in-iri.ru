#+ expects: skos-notation-in-iri
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

DELETE { GRAPH ?graph { theme:fire-safety skos:notation ?old } }
INSERT { GRAPH ?graph { theme:fire-safety skos:notation "safety-from-fire" } }
WHERE { GRAPH ?graph { theme:fire-safety skos:notation ?old } }
