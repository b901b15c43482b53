#+ expects: ic-11-all-dimensions-required
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>

DELETE WHERE { GRAPH ?graph { figure:2024.interventions.change-2023 sdmx-dimension:refArea ?area } }
