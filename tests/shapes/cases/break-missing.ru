#+ expects: Break-indicator-missing Break-year-missing Break-description-missing
PREFIX break: <https://w3id.org/hasila/id/break/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hasila: <https://w3id.org/hasila/def/>

DELETE WHERE { GRAPH ?graph { break:interventions.2024 hasila:indicator ?value } } ;
DELETE WHERE { GRAPH ?graph { break:interventions.2024 hasila:year ?value } } ;
DELETE WHERE { GRAPH ?graph { break:interventions.2024 dcterms:description ?value } }
