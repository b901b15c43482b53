#+ expects: Silence-year-missing Silence-indicator-missing Silence-absence-missing Silence-theme-missing Silence-wasDerivedFrom-missing
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX silence: <https://w3id.org/hasila/id/silence/>

DELETE WHERE { GRAPH ?graph { silence:2024-volunteers hasila:year ?value } } ;
DELETE WHERE { GRAPH ?graph { silence:2024-volunteers hasila:indicator ?value } } ;
DELETE WHERE { GRAPH ?graph { silence:2024-volunteers hasila:absence ?value } } ;
DELETE WHERE { GRAPH ?graph { silence:2024-volunteers hasila:theme ?value } } ;
DELETE WHERE { GRAPH ?graph { silence:2024-volunteers prov:wasDerivedFrom ?value } }
