#+ expects: figure-unit-is-its-indicators
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX unit: <https://w3id.org/hasila/id/unit/>

DELETE { GRAPH ?graph { figure:2024.interventions sdmx-attribute:unitMeasure ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions sdmx-attribute:unitMeasure unit:person } }
WHERE { GRAPH ?graph { figure:2024.interventions sdmx-attribute:unitMeasure ?old } }
