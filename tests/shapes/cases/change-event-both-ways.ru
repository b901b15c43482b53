#+ expects: change-event-both-ways
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX unit-group: <https://w3id.org/hasila/id/unit-group/>

DELETE WHERE { GRAPH ?graph { unit-group:2024-posts org:changedBy ?event } } ;
DELETE WHERE { GRAPH ?graph { unit-group:2024-stations org:resultedFrom ?event } }
