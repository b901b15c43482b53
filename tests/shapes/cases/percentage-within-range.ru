#+ expects: percentage-within-range
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX qudt-unit: <http://qudt.org/vocab/unit/>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX statistic: <https://w3id.org/hasila/id/statistic/>

DELETE { GRAPH ?graph { figure:2024.interventions hasila:statistic ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions hasila:statistic statistic:rate } }
WHERE { GRAPH ?graph { figure:2024.interventions hasila:statistic ?old } } ;
DELETE { GRAPH ?graph { figure:2024.interventions sdmx-attribute:unitMeasure ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions sdmx-attribute:unitMeasure qudt-unit:PERCENT } }
WHERE { GRAPH ?graph { figure:2024.interventions sdmx-attribute:unitMeasure ?old } }
