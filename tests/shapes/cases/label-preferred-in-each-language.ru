#+ expects: label-preferred-in-each-language
PREFIX scheme: <https://w3id.org/hasila/id/scheme/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

DELETE DATA { GRAPH <https://w3id.org/hasila/graph/concepts> { theme:rescue skos:prefLabel "الإنقاذ"@ar } } ;
DELETE DATA { GRAPH <https://w3id.org/hasila/graph/concepts> { scheme:themes skos:prefLabel "Thèmes"@fr } }
