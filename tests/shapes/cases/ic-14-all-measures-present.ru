#+ expects: ic-14-all-measures-present
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>

DELETE WHERE { GRAPH ?graph { figure:2024.interventions sdmx-measure:obsValue ?value } }
