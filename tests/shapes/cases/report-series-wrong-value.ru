#+ expects: ReportSeries-creator-class
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX report-series: <https://w3id.org/hasila/id/report-series/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  report-series:annual-reports
    dcterms:creator period:2024 .
} }
