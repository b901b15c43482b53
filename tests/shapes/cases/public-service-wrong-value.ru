#+ expects: PublicService-provider-class PublicService-wasDerivedFrom-class
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <http://schema.org/>
PREFIX service: <https://w3id.org/hasila/id/service/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  service:fire-permits
    schema:provider period:2024 ;
    prov:wasDerivedFrom period:2024 .
} }
