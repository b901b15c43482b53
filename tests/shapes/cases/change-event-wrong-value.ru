#+ expects: ChangeEvent-originalOrganization-class ChangeEvent-resultingOrganization-class
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX period: <https://w3id.org/hasila/id/period/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  event:2024-stations-upgrade
    org:originalOrganization period:2024 ;
    org:resultingOrganization period:2024 .
} }
