#+ expects: skos-no-orphan-concept
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

DELETE WHERE { GRAPH ?graph { theme:fire-safety skos:broader ?parent } }
