#+ expects: level-not-negative
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>

DELETE { GRAPH ?graph { figure:2024.interventions sdmx-measure:obsValue ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions sdmx-measure:obsValue -1000.0 } }
WHERE { GRAPH ?graph { figure:2024.interventions sdmx-measure:obsValue ?old } } ;
DELETE { GRAPH ?graph { figure:2024.interventions hasila:lowerBound ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions hasila:lowerBound -1000.0 } }
WHERE { GRAPH ?graph { figure:2024.interventions hasila:lowerBound ?old } }
