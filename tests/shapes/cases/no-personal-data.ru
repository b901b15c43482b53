#+ expects: NoPersonalData-foaf-familyName NoPersonalData-foaf-firstName NoPersonalData-foaf-givenName NoPersonalData-foaf-lastName NoPersonalData-foaf-mbox NoPersonalData-foaf-phone NoPersonalData-schema-additionalName NoPersonalData-schema-birthDate NoPersonalData-schema-email NoPersonalData-schema-familyName NoPersonalData-schema-givenName NoPersonalData-schema-nationality NoPersonalData-schema-taxID NoPersonalData-schema-telephone NoPersonalData-vcard-bday NoPersonalData-vcard-fn NoPersonalData-vcard-hasEmail NoPersonalData-vcard-hasTelephone NoPersonalData-org-heldBy NoPersonalData-org-holds NoPersonalData-org-member NoPersonalData-org-memberOf NoPersonalData-org-hasMember NoPersonalData-org-headOf
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX post: <https://w3id.org/hasila/id/post/>
PREFIX schema: <http://schema.org/>
PREFIX vcard: <http://www.w3.org/2006/vcard/ns#>

INSERT DATA { GRAPH <https://w3id.org/hasila/graph/institutions> {
  post:chief-of-fire-service
    foaf:familyName "held back" ;
    foaf:firstName "held back" ;
    foaf:givenName "held back" ;
    foaf:lastName "held back" ;
    foaf:mbox "held back" ;
    foaf:phone "held back" ;
    schema:additionalName "held back" ;
    schema:birthDate "held back" ;
    schema:email "held back" ;
    schema:familyName "held back" ;
    schema:givenName "held back" ;
    schema:nationality "held back" ;
    schema:taxID "held back" ;
    schema:telephone "held back" ;
    vcard:bday "held back" ;
    vcard:fn "held back" ;
    vcard:hasEmail "held back" ;
    vcard:hasTelephone "held back" ;
    org:heldBy <https://w3id.org/hasila/id/person/1> ;
    org:holds <https://w3id.org/hasila/id/person/1> ;
    org:member <https://w3id.org/hasila/id/person/1> ;
    org:memberOf <https://w3id.org/hasila/id/person/1> ;
    org:hasMember <https://w3id.org/hasila/id/person/1> ;
    org:headOf <https://w3id.org/hasila/id/person/1> .
} }
