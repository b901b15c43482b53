#+ expects: DataStructure-component-class
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX structure: <https://w3id.org/hasila/id/structure/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  structure:levels
    qb:component period:2024 .
} }
