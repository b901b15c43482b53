#+ expects: term-domain-kept
PREFIX direction: <https://w3id.org/hasila/id/direction/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX silence: <https://w3id.org/hasila/id/silence/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  silence:2024-volunteers hasila:direction direction:stable .
} }
