#+ expects: Component-componentRequired-datatype Component-order-datatype
PREFIX component: <https://w3id.org/hasila/id/component/>
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  component:levels-unitMeasure
    qb:componentRequired "text"@en ;
    qb:order "text"@en .
} }
