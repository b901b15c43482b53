#+ expects: trend-says-something
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX trend: <https://w3id.org/hasila/id/trend/>

DELETE WHERE { GRAPH ?graph { trend:2024-volunteers hasila:direction ?direction } } ;
DELETE WHERE { GRAPH ?graph { trend:2024-volunteers hasila:magnitude ?magnitude } }
