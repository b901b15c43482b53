#+ expects: break-crossed-lies-within
PREFIX break: <https://w3id.org/hasila/id/break/>
PREFIX coverage: <https://w3id.org/hasila/id/coverage/>
PREFIX hasila: <https://w3id.org/hasila/def/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/derived> { coverage:2024.interventions hasila:crossesBreak break:interventions.2024 } }
