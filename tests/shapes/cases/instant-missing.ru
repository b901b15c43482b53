#+ expects: Instant-inXSDDate-missing
PREFIX instant: <https://w3id.org/hasila/id/instant/>
PREFIX time: <http://www.w3.org/2006/time#>

DELETE WHERE { GRAPH ?graph { instant:2024-01-01 time:inXSDDate ?value } }
