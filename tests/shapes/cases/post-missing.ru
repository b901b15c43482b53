#+ expects: Post-postIn-missing
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX post: <https://w3id.org/hasila/id/post/>

DELETE WHERE { GRAPH ?graph { post:chief-of-fire-service org:postIn ?value } }
