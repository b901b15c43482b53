#+ expects: ic-04-dimensions-have-range
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>

DELETE WHERE { GRAPH ?graph { sdmx-dimension:refArea rdfs:range ?range } }
