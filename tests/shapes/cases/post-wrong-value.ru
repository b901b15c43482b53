#+ expects: Post-postIn-class
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX period: <https://w3id.org/hasila/id/period/>
PREFIX post: <https://w3id.org/hasila/id/post/>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/institutions> {
  post:chief-of-fire-service
    org:postIn period:2024 .
} }
