#+ expects: privacy-small-count
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX unit: <https://w3id.org/hasila/id/unit/>

DELETE { GRAPH ?graph { figure:2024.interventions sdmx-attribute:unitMeasure ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions sdmx-attribute:unitMeasure unit:person } }
WHERE { GRAPH ?graph { figure:2024.interventions sdmx-attribute:unitMeasure ?old } } ;
DELETE { GRAPH ?graph { figure:2024.interventions sdmx-dimension:refArea ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions sdmx-dimension:refArea place:example-city } }
WHERE { GRAPH ?graph { figure:2024.interventions sdmx-dimension:refArea ?old } } ;
DELETE { GRAPH ?graph { figure:2024.interventions sdmx-measure:obsValue ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions sdmx-measure:obsValue 2.0 } }
WHERE { GRAPH ?graph { figure:2024.interventions sdmx-measure:obsValue ?old } } ;
DELETE { GRAPH ?graph { figure:2024.interventions hasila:lowerBound ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions hasila:lowerBound 2.0 } }
WHERE { GRAPH ?graph { figure:2024.interventions hasila:lowerBound ?old } }
