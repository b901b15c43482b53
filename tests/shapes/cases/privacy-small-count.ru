#+ expects: privacy-small-count
PREFIX breakdown: <https://w3id.org/hasila/id/breakdown/>
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX unit: <https://w3id.org/hasila/id/unit/>

DELETE { GRAPH ?graph { figure:2024.interventions sdmx-attribute:unitMeasure ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions sdmx-attribute:unitMeasure unit:person } }
WHERE { GRAPH ?graph { figure:2024.interventions sdmx-attribute:unitMeasure ?old } } ;
DELETE { GRAPH ?graph { figure:2024.interventions hasila:breakdown ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions hasila:breakdown breakdown:women } }
WHERE { GRAPH ?graph { figure:2024.interventions hasila:breakdown ?old } } ;
DELETE { GRAPH ?graph { figure:2024.interventions sdmx-measure:obsValue ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions sdmx-measure:obsValue 2.0 } }
WHERE { GRAPH ?graph { figure:2024.interventions sdmx-measure:obsValue ?old } } ;
DELETE { GRAPH ?graph { figure:2024.interventions hasila:lowerBound ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions hasila:lowerBound 2.0 } }
WHERE { GRAPH ?graph { figure:2024.interventions hasila:lowerBound ?old } }
