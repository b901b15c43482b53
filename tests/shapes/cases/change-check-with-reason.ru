#+ expects: change-check-outcome-fits
PREFIX check-reason: <https://w3id.org/hasila/id/check-reason/>
PREFIX hasila: <https://w3id.org/hasila/def/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/derived> { <https://w3id.org/hasila/id/change-check/2024.interventions.change-2023> hasila:checkReason check-reason:no-level } }
