#+ expects: Figure-year-datatype Figure-theme-class Figure-obsValue-datatype Figure-lowerBound-datatype Figure-upperBound-datatype Figure-precision-datatype Figure-printedValue-form Figure-qualifier-class Figure-figureStatus-class Figure-basePeriodStanding-class Figure-unitMeasure-iri Figure-refPeriod-class Figure-refArea-class Figure-indicator-class Figure-breakdown-class Figure-statistic-class Figure-basePeriod-class
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  figure:2024.interventions
    hasila:year "text"@en ;
    hasila:theme period:2024 ;
    sdmx-measure:obsValue "text"@en ;
    hasila:lowerBound "text"@en ;
    hasila:upperBound "text"@en ;
    hasila:precision "text"@en ;
    hasila:printedValue "about a thousand" ;
    hasila:qualifier period:2024 ;
    hasila:figureStatus period:2024 ;
    hasila:basePeriodStanding period:2024 ;
    sdmx-attribute:unitMeasure "text"@en ;
    sdmx-dimension:refPeriod theme:rescue ;
    sdmx-dimension:refArea period:2024 ;
    hasila:indicator period:2024 ;
    hasila:breakdown period:2024 ;
    hasila:statistic period:2024 ;
    hasila:basePeriod theme:rescue .
} }
