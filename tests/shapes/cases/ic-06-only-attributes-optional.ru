#+ expects: ic-06-only-attributes-optional
PREFIX component: <https://w3id.org/hasila/id/component/>
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  component:levels-breakdown qb:componentRequired false .
} }
