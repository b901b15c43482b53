#+ expects: version-years-in-order
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX indicator-version: <https://w3id.org/hasila/id/indicator-version/>

DELETE { GRAPH ?graph { indicator-version:volunteers.2020 hasila:lastYear ?old } }
INSERT { GRAPH ?graph { indicator-version:volunteers.2020 hasila:lastYear 2019 } }
WHERE { GRAPH ?graph { indicator-version:volunteers.2020 hasila:lastYear ?old } }
