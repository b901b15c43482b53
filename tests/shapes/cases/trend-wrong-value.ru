#+ expects: Trend-year-datatype Trend-theme-class Trend-wasDerivedFrom-class Trend-direction-class Trend-magnitude-class Trend-indicator-class
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX trend: <https://w3id.org/hasila/id/trend/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  trend:2024-volunteers
    hasila:year "text"@en ;
    hasila:theme period:2024 ;
    prov:wasDerivedFrom period:2024 ;
    hasila:direction period:2024 ;
    hasila:magnitude period:2024 ;
    hasila:indicator period:2024 .
} }
