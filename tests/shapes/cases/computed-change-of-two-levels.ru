#+ expects: computed-change-of-two-levels
PREFIX computed-change: <https://w3id.org/hasila/id/computed-change/>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>

DELETE WHERE { GRAPH <https://w3id.org/hasila/graph/derived> { computed-change:2024.interventions sdmx-measure:obsValue ?value } } ;
INSERT DATA { GRAPH <https://w3id.org/hasila/graph/derived> { computed-change:2024.interventions sdmx-measure:obsValue 5.4 } }
