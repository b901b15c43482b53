#+ expects: ic-03-structure-includes-measure
PREFIX component: <https://w3id.org/hasila/id/component/>
PREFIX qb: <http://purl.org/linked-data/cube#>

DELETE WHERE { GRAPH ?graph { component:levels-obsValue qb:measure ?measure } }
