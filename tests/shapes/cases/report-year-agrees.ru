#+ expects: report-year-agrees
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX report: <https://w3id.org/hasila/id/report/>

DELETE { GRAPH ?graph { report:2024 hasila:year ?old } }
INSERT { GRAPH ?graph { report:2024 hasila:year 2023 } }
WHERE { GRAPH ?graph { report:2024 hasila:year ?old } }
