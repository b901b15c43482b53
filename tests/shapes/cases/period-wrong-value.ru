#+ expects: Period-year-datatype Period-hasBeginning-class Period-hasEnd-class
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX time: <http://www.w3.org/2006/time#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  period:2024
    hasila:year "text"@en ;
    time:hasBeginning period:2024 ;
    time:hasEnd period:2024 .
} }
