#+ expects: period-year-agrees
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>

DELETE { GRAPH ?graph { period:2024 hasila:year ?old } }
INSERT { GRAPH ?graph { period:2024 hasila:year 2023 } }
WHERE { GRAPH ?graph { period:2024 hasila:year ?old } }
