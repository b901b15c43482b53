#+ expects: Silence-year-datatype Silence-indicator-class Silence-absence-class Silence-theme-class Silence-wasDerivedFrom-class
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX silence: <https://w3id.org/hasila/id/silence/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  silence:2024-volunteers
    hasila:year "text"@en ;
    hasila:indicator period:2024 ;
    hasila:absence period:2024 ;
    hasila:theme period:2024 ;
    prov:wasDerivedFrom period:2024 .
} }
