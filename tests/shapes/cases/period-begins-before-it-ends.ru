#+ expects: period-begins-before-it-ends
PREFIX instant: <https://w3id.org/hasila/id/instant/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX time: <http://www.w3.org/2006/time#>

DELETE { GRAPH ?graph { period:2024 time:hasEnd ?old } }
INSERT { GRAPH ?graph { period:2024 time:hasEnd instant:2023-12-31 } }
WHERE { GRAPH ?graph { period:2024 time:hasEnd ?old } }
