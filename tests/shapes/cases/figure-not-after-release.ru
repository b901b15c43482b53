#+ expects: figure-not-after-release
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>

DELETE { GRAPH ?graph { figure:2024.interventions sdmx-dimension:refPeriod ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions sdmx-dimension:refPeriod period:2027 } }
WHERE { GRAPH ?graph { figure:2024.interventions sdmx-dimension:refPeriod ?old } }
