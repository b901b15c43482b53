#+ expects: PublicService-provider-missing PublicService-description-missing
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <http://schema.org/>
PREFIX service: <https://w3id.org/hasila/id/service/>

DELETE WHERE { GRAPH ?graph { service:fire-permits schema:provider ?value } } ;
DELETE WHERE { GRAPH ?graph { service:fire-permits dcterms:description ?value } }
