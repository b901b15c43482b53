#+ expects: Period-year-repeated Period-hasBeginning-repeated Period-hasEnd-repeated
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX instant: <https://w3id.org/hasila/id/instant/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX time: <http://www.w3.org/2006/time#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  period:2024
    hasila:year 2023 ;
    time:hasBeginning instant:2023-01-01 ;
    time:hasEnd instant:2023-12-31 .
} }
