#+ expects: ChangeEvent-originalOrganization-missing ChangeEvent-resultingOrganization-missing
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX org: <http://www.w3.org/ns/org#>

DELETE WHERE { GRAPH ?graph { event:2024-stations-upgrade org:originalOrganization ?value } } ;
DELETE WHERE { GRAPH ?graph { event:2024-stations-upgrade org:resultingOrganization ?value } }
