#+ expects: Evidence-hasSource-repeated Evidence-hasSelector-repeated
PREFIX evidence: <https://w3id.org/hasila/id/evidence/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX selector: <https://w3id.org/hasila/id/selector/>
PREFIX source: <https://w3id.org/hasila/id/source/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> {
  evidence:2024-S01
    oa:hasSource source:other ;
    oa:hasSelector selector:2024-S02 .
} }
