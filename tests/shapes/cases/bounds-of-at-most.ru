#+ expects: bounds-of-at-most
PREFIX figure: <https://w3id.org/hasila/id/figure/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX qualifier: <https://w3id.org/hasila/id/qualifier/>

DELETE { GRAPH ?graph { figure:2024.interventions hasila:qualifier ?old } }
INSERT { GRAPH ?graph { figure:2024.interventions hasila:qualifier qualifier:at-most } }
WHERE { GRAPH ?graph { figure:2024.interventions hasila:qualifier ?old } }
