#+ expects: Figure-year-repeated Figure-obsValue-repeated Figure-lowerBound-repeated Figure-upperBound-repeated Figure-precision-repeated Figure-printedValue-repeated Figure-qualifier-repeated Figure-figureStatus-repeated Figure-basePeriodStanding-repeated Figure-unitMeasure-repeated Figure-refPeriod-repeated Figure-refArea-repeated Figure-indicator-repeated Figure-breakdown-repeated Figure-statistic-repeated Figure-basePeriod-repeated
PREFIX base-period-standing: <https://w3id.org/hasila/id/base-period-standing/>
PREFIX breakdown: <https://w3id.org/hasila/id/breakdown/>
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX figure-status: <https://w3id.org/hasila/id/figure-status/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX indicator: <https://w3id.org/hasila/id/indicator/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX place: <https://w3id.org/hasila/id/place/>
PREFIX qualifier: <https://w3id.org/hasila/id/qualifier/>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX statistic: <https://w3id.org/hasila/id/statistic/>
PREFIX unit: <https://w3id.org/hasila/id/unit/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  figure:2024.interventions
    hasila:year 2023 ;
    sdmx-measure:obsValue 1001.0 ;
    hasila:lowerBound 900.0 ;
    hasila:upperBound 1100.0 , 1200.0 ;
    hasila:precision 10.0 ;
    hasila:printedValue "1000" ;
    hasila:qualifier qualifier:exact ;
    hasila:figureStatus figure-status:alternative ;
    hasila:basePeriodStanding base-period-standing:stated , base-period-standing:implied ;
    sdmx-attribute:unitMeasure unit:person ;
    sdmx-dimension:refPeriod period:2023 ;
    sdmx-dimension:refArea place:XA-01 ;
    hasila:indicator indicator:volunteers ;
    hasila:breakdown breakdown:women ;
    hasila:statistic statistic:rate ;
    hasila:basePeriod period:2023 , period:2027 .
} }
