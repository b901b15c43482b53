#+ expects: Break-indicator-class Break-breakdown-class Break-year-datatype
PREFIX break: <https://w3id.org/hasila/id/break/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  break:interventions.2024
    hasila:indicator period:2024 ;
    hasila:breakdown period:2024 ;
    hasila:year "text"@en .
} }
