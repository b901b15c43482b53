#+ expects: label-text-in-each-language
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX service: <https://w3id.org/hasila/id/service/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

DELETE DATA { GRAPH <https://w3id.org/hasila/graph/concepts> { theme:rescue skos:definition "What is called “Rescue”."@en } } ;
DELETE DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> { service:fire-permits dcterms:description "The issuing of fire permits."@en } }
