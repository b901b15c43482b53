#+ expects: silence-not-beside-figure
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX indicator: <https://w3id.org/hasila/id/indicator/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX silence: <https://w3id.org/hasila/id/silence/>
PREFIX statement: <https://w3id.org/hasila/id/statement/>

DELETE { GRAPH ?graph { silence:2024-volunteers prov:wasDerivedFrom ?old } }
INSERT { GRAPH ?graph { silence:2024-volunteers prov:wasDerivedFrom statement:2024-S01 } }
WHERE { GRAPH ?graph { silence:2024-volunteers prov:wasDerivedFrom ?old } } ;
DELETE { GRAPH ?graph { silence:2024-volunteers hasila:indicator ?old } }
INSERT { GRAPH ?graph { silence:2024-volunteers hasila:indicator indicator:interventions } }
WHERE { GRAPH ?graph { silence:2024-volunteers hasila:indicator ?old } }
