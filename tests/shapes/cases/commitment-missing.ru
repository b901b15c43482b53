#+ expects: Commitment-theme-missing Commitment-wasDerivedFrom-missing
PREFIX commitment: <https://w3id.org/hasila/id/commitment/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE WHERE { GRAPH ?graph { commitment:2024-prevention hasila:theme ?value } } ;
DELETE WHERE { GRAPH ?graph { commitment:2024-prevention prov:wasDerivedFrom ?value } }
