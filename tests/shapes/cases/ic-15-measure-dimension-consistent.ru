#+ expects: ic-15-measure-dimension-consistent
PREFIX component: <https://w3id.org/hasila/id/component/>
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX structure: <https://w3id.org/hasila/id/structure/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  structure:levels qb:component component:levels-measureType . component:levels-measureType a qb:ComponentSpecification ; qb:dimension qb:measureType ; rdfs:label "مكون نوع القياس"@ar , "Composante type de mesure"@fr , "Measure type component"@en . qb:measureType rdfs:range rdf:Property .
} } ;
INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  figure:2024.interventions qb:measureType sdmx-measure:ratio .
} }
