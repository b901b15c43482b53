#+ expects: Trend-year-repeated Trend-direction-repeated Trend-magnitude-repeated
PREFIX direction: <https://w3id.org/hasila/id/direction/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX magnitude: <https://w3id.org/hasila/id/magnitude/>
PREFIX trend: <https://w3id.org/hasila/id/trend/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  trend:2024-volunteers
    hasila:year 2023 ;
    hasila:direction direction:stable ;
    hasila:magnitude magnitude:hundreds .
} }
