#+ expects: Event-eventType-repeated Event-eventStatus-repeated Event-hasTime-repeated Event-datePrecision-repeated Event-publishers-repeated
PREFIX date-precision: <https://w3id.org/hasila/id/date-precision/>
PREFIX event: <https://w3id.org/hasila/id/event/>
PREFIX event-status: <https://w3id.org/hasila/id/event-status/>
PREFIX event-type: <https://w3id.org/hasila/id/event-type/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX time: <http://www.w3.org/2006/time#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  event:2024-academy-opening
    hasila:eventType event-type:hosting ;
    hasila:eventStatus event-status:planned ;
    time:hasTime period:2023 ;
    hasila:datePrecision date-precision:unknown ;
    hasila:publishers 3 .
} }
