#+ expects: Outlet-homepage-iri
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX organization: <https://w3id.org/hasila/id/organization/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/institutions> {
  organization:daily-gazette
    foaf:homepage "text"@en .
} }
