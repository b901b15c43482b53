#+ expects: Event-eventType-missing Event-eventStatus-missing Event-hasTime-missing Event-theme-missing Event-wasDerivedFrom-missing
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX time: <http://www.w3.org/2006/time#>

DELETE WHERE { GRAPH ?graph { event:2024-academy-opening hasila:eventType ?value } } ;
DELETE WHERE { GRAPH ?graph { event:2024-academy-opening hasila:eventStatus ?value } } ;
DELETE WHERE { GRAPH ?graph { event:2024-academy-opening time:hasTime ?value } } ;
DELETE WHERE { GRAPH ?graph { event:2024-academy-opening hasila:theme ?value } } ;
DELETE WHERE { GRAPH ?graph { event:2024-academy-opening prov:wasDerivedFrom ?value } }
