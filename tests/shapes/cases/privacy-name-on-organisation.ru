#+ expects: privacy-name-on-organisation
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX organization: <https://w3id.org/hasila/id/organization/>
PREFIX post: <https://w3id.org/hasila/id/post/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/institutions> {
  post:chief-of-fire-service foaf:name "A. Name" .
  organization:fire-service foaf:name "FS" .
} }
