#+ expects: Event-eventType-class Event-eventStatus-class Event-hasTime-class Event-datePrecision-class Event-statedInReport-class Event-publishers-datatype Event-superEvent-class Event-theme-class event-derived-from-statement-or-source Event-location-class Event-organizer-class Event-purpose-class Event-recognises-class Event-recipient-class
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <http://schema.org/>
PREFIX theme: <https://w3id.org/hasila/id/theme/>
PREFIX time: <http://www.w3.org/2006/time#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  event:2024-academy-opening
    hasila:eventType period:2024 ;
    hasila:eventStatus period:2024 ;
    time:hasTime theme:rescue ;
    hasila:datePrecision period:2024 ;
    hasila:statedInReport period:2024 ;
    hasila:publishers "two" ;
    schema:superEvent period:2024 ;
    hasila:theme period:2024 ;
    prov:wasDerivedFrom period:2024 ;
    schema:location period:2024 ;
    schema:organizer period:2024 ;
    hasila:purpose period:2024 ;
    hasila:recognises period:2024 ;
    hasila:recipient period:2024 .
} }
