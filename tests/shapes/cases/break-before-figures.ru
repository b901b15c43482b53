#+ expects: break-before-figures
PREFIX break: <https://w3id.org/hasila/id/break/>
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE { GRAPH ?graph { break:interventions.2024 hasila:year ?old } }
INSERT { GRAPH ?graph { break:interventions.2024 hasila:year 2026 } }
WHERE { GRAPH ?graph { break:interventions.2024 hasila:year ?old } }
