#+ expects: ReportSeries-creator-missing
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX report-series: <https://w3id.org/hasila/id/report-series/>

DELETE WHERE { GRAPH ?graph { report-series:annual-reports dcterms:creator ?value } }
