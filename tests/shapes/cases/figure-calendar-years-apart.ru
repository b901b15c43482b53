#+ expects: figure-calendar-years-apart
PREFIX dataset: <https://w3id.org/hasila/dataset/>
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  dataset:levels-other-periods a qb:DataSet ; qb:structure <https://w3id.org/hasila/id/structure/levels> .
} } ;
DELETE { GRAPH ?graph { figure:2024.interventions qb:dataSet ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions qb:dataSet dataset:levels-other-periods } }
WHERE { GRAPH ?graph { figure:2024.interventions qb:dataSet ?old } }
