#+ expects: figure-has-source
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX source: <https://w3id.org/hasila/id/source/>

DELETE WHERE { GRAPH ?graph { figure:2024.interventions prov:wasDerivedFrom source:2024-gazette } }
