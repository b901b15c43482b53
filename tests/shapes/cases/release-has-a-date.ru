#+ expects: release-has-a-date
PREFIX dataset: <https://w3id.org/hasila/dataset/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE WHERE { GRAPH ?graph { dataset:hasila dcterms:modified ?release } }
