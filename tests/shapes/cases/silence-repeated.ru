#+ expects: Silence-year-repeated Silence-indicator-repeated Silence-absence-repeated
PREFIX absence: <https://w3id.org/hasila/id/absence/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX indicator: <https://w3id.org/hasila/id/indicator/>
PREFIX silence: <https://w3id.org/hasila/id/silence/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  silence:2024-volunteers
    hasila:year 2023 ;
    hasila:indicator indicator:interventions ;
    hasila:absence absence:withheld .
} }
