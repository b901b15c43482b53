#+ expects: IndicatorVersion-isVersionOf-missing IndicatorVersion-definition-missing
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX indicator-version: <https://w3id.org/hasila/id/indicator-version/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE WHERE { GRAPH ?graph { indicator-version:volunteers.2020 dcterms:isVersionOf ?value } } ;
DELETE WHERE { GRAPH ?graph { indicator-version:volunteers.2020 skos:definition ?value } }
