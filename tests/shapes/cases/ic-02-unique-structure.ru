#+ expects: ic-02-unique-structure
PREFIX dataset: <https://w3id.org/hasila/dataset/>
PREFIX qb: <http://purl.org/linked-data/cube#>

DELETE WHERE { GRAPH ?graph { dataset:levels qb:structure ?structure } }
