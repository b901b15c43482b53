#+ expects: DataStructure-component-missing
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX structure: <https://w3id.org/hasila/id/structure/>

DELETE WHERE { GRAPH ?graph { structure:levels qb:component ?value } }
