#+ expects: skos-broader-same-scheme
PREFIX breakdown: <https://w3id.org/hasila/id/breakdown/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

DELETE { GRAPH ?graph { theme:fire-safety skos:broader ?old } }
INSERT { GRAPH ?graph { theme:fire-safety skos:broader breakdown:total } }
WHERE { GRAPH ?graph { theme:fire-safety skos:broader ?old } }
