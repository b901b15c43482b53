#+ expects: Source-publisher-class Source-type-class Source-created-datatype Source-language-form Source-sha256-form Source-characters-datatype
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX source: <https://w3id.org/hasila/id/source/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  source:2024-gazette
    dcterms:publisher period:2024 ;
    dcterms:type period:2024 ;
    dcterms:created "text"@en ;
    dcterms:language <http://lexvo.org/id/iso639-3/ara> ;
    hasila:sha256 "NOT-A-DIGEST" ;
    hasila:characters "text"@en .
} }
