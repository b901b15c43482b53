#+ expects: date-not-after-release
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX link: <https://w3id.org/hasila/id/link/>
PREFIX report: <https://w3id.org/hasila/id/report/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH ?graph { report:2024 dcterms:modified ?old } }
INSERT { GRAPH ?graph { report:2024 dcterms:modified "2026-02-01"^^xsd:date } }
WHERE { GRAPH ?graph { report:2024 dcterms:modified ?old } } ;
DELETE { GRAPH ?graph { link:xa-geo dcterms:date ?old } }
INSERT { GRAPH ?graph { link:xa-geo dcterms:date "2030-01-01"^^xsd:date } }
WHERE { GRAPH ?graph { link:xa-geo dcterms:date ?old } }
