#+ expects: ic-11-all-dimensions-required
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>

# A figure that no series holds: a slice may say its dimensions for it.
DELETE WHERE { GRAPH ?graph { <https://w3id.org/hasila/id/figure/2024.interventions.change-2023> sdmx-dimension:refArea ?area } }
