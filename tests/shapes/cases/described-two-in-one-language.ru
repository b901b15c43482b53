#+ expects: Described-description-languages
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX service: <https://w3id.org/hasila/id/service/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> { service:fire-permits dcterms:description "another text"@en } }
