#+ expects: figure-units-agree
PREFIX break: <https://w3id.org/hasila/id/break/>
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX unit: <https://w3id.org/hasila/id/unit/>

DELETE WHERE { GRAPH ?graph { break:interventions.2024 ?property ?value } } ;
INSERT { GRAPH <https://w3id.org/hasila/graph/report/2024> { figure:2023.interventions ?property ?other } }
WHERE {
  GRAPH <https://w3id.org/hasila/graph/report/2024> { figure:2024.interventions ?property ?value }
  BIND(IF(?property = sdmx-attribute:unitMeasure, unit:person, IF(?property = sdmx-dimension:refPeriod, period:2023, ?value)) AS ?other)
}
