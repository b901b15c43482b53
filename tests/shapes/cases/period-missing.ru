#+ expects: Period-year-missing Period-hasBeginning-missing Period-hasEnd-missing
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX time: <http://www.w3.org/2006/time#>

DELETE WHERE { GRAPH ?graph { period:2024 hasila:year ?value } } ;
DELETE WHERE { GRAPH ?graph { period:2024 time:hasBeginning ?value } } ;
DELETE WHERE { GRAPH ?graph { period:2024 time:hasEnd ?value } }
