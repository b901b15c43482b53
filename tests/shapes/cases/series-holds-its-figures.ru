#+ expects: series-holds-its-figures
PREFIX breakdown: <https://w3id.org/hasila/id/breakdown/>
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX series: <https://w3id.org/hasila/id/series/>

DELETE DATA { GRAPH <https://w3id.org/hasila/graph/derived> { series:interventions hasila:breakdown breakdown:total } } ;
INSERT DATA { GRAPH <https://w3id.org/hasila/graph/derived> { series:interventions hasila:breakdown breakdown:women } }
