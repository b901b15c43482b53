#+ expects: Event-eventType-missing Event-eventStatus-missing Event-datePrecision-missing Event-theme-missing Event-wasDerivedFrom-missing
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE WHERE { GRAPH ?graph { event:2024-academy-opening hasila:eventType ?value } } ;
DELETE WHERE { GRAPH ?graph { event:2024-academy-opening hasila:eventStatus ?value } } ;
DELETE WHERE { GRAPH ?graph { event:2024-academy-opening hasila:datePrecision ?value } } ;
DELETE WHERE { GRAPH ?graph { event:2024-academy-opening hasila:theme ?value } } ;
DELETE WHERE { GRAPH ?graph { event:2024-academy-opening prov:wasDerivedFrom ?value } }
