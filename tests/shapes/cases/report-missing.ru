#+ expects: Report-year-missing Report-isPartOf-missing Report-creator-missing Report-temporal-missing Report-issued-missing Report-statedIn-missing
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX report: <https://w3id.org/hasila/id/report/>

DELETE WHERE { GRAPH ?graph { report:2024 hasila:year ?value } } ;
DELETE WHERE { GRAPH ?graph { report:2024 dcterms:isPartOf ?value } } ;
DELETE WHERE { GRAPH ?graph { report:2024 dcterms:creator ?value } } ;
DELETE WHERE { GRAPH ?graph { report:2024 dcterms:temporal ?value } } ;
DELETE WHERE { GRAPH ?graph { report:2024 dcterms:issued ?value } } ;
DELETE WHERE { GRAPH ?graph { report:2024 hasila:statedIn ?value } }
