#+ expects: figure-derived-from-statement-or-source
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/report/2024> { <https://w3id.org/hasila/id/figure/2024.interventions.about-1100> prov:wasDerivedFrom period:2024 } }
