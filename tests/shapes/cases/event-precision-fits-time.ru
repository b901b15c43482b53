#+ expects: event-precision-fits-time
PREFIX date-precision: <https://w3id.org/hasila/id/date-precision/>
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX time: <http://www.w3.org/2006/time#>

DELETE { GRAPH ?graph { ?event hasila:datePrecision ?old } }
INSERT { GRAPH ?graph { ?event hasila:datePrecision ?new } }
WHERE {
  VALUES (?event ?new) { (event:2024-academy-opening date-precision:unknown) (event:2027-congress date-precision:day) }
  GRAPH ?graph { ?event hasila:datePrecision ?old }
} ;
DELETE WHERE { GRAPH ?graph { event:2024-stations-upgrade time:hasTime ?period } }
