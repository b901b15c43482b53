#+ expects: relative-change-in-percent
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX unit: <https://w3id.org/hasila/id/unit/>

DELETE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.change-2023> sdmx-attribute:unitMeasure ?old } }
INSERT { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.change-2023> sdmx-attribute:unitMeasure unit:intervention } }
WHERE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.change-2023> sdmx-attribute:unitMeasure ?old } } ;
DELETE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.change-2023> sdmx-measure:obsValue ?old } }
INSERT { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.change-2023> sdmx-measure:obsValue -105.0 } }
WHERE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.change-2023> sdmx-measure:obsValue ?old } }
