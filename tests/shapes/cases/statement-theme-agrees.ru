#+ expects: statement-theme-agrees
PREFIX hasila: <https://w3id.org/hasila/def/>
PREFIX programme: <https://w3id.org/hasila/id/programme/>
PREFIX theme: <https://w3id.org/hasila/id/theme/>

DELETE { GRAPH ?graph { programme:2024-care hasila:theme ?old } }
INSERT { GRAPH ?graph { programme:2024-care hasila:theme theme:rescue } }
WHERE { GRAPH ?graph { programme:2024-care hasila:theme ?old } }
