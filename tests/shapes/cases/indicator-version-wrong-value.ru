#+ expects: IndicatorVersion-isVersionOf-class IndicatorVersion-firstYear-datatype IndicatorVersion-lastYear-datatype
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX indicator-version: <https://w3id.org/hasila/id/indicator-version/>
PREFIX period: <https://w3id.org/hasila/id/period/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/concepts> {
  indicator-version:volunteers.2020
    dcterms:isVersionOf period:2024 ;
    hasila:firstYear "text"@en ;
    hasila:lastYear "text"@en .
} }
