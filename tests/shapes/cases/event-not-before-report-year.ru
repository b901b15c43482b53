#+ expects: event-not-before-report-year
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX time: <http://www.w3.org/2006/time#>

DELETE { GRAPH ?graph { event:2024-academy-opening time:hasTime ?old } }
INSERT { GRAPH ?graph { event:2024-academy-opening time:hasTime period:2023 } }
WHERE { GRAPH ?graph { event:2024-academy-opening time:hasTime ?old } }
