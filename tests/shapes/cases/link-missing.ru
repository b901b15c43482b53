#+ expects: Link-subject-missing Link-predicate-missing Link-object-missing Link-source-missing Link-date-missing Link-type-missing
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX link: <https://w3id.org/hasila/id/link/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

DELETE WHERE { GRAPH ?graph { link:xa-geo rdf:subject ?value } } ;
DELETE WHERE { GRAPH ?graph { link:xa-geo rdf:predicate ?value } } ;
DELETE WHERE { GRAPH ?graph { link:xa-geo rdf:object ?value } } ;
DELETE WHERE { GRAPH ?graph { link:xa-geo dcterms:source ?value } } ;
DELETE WHERE { GRAPH ?graph { link:xa-geo dcterms:date ?value } } ;
DELETE WHERE { GRAPH ?graph { link:xa-geo dcterms:type ?value } }
