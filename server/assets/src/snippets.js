// A query as code that asks it: for a shell, Python and R. Each is quoted as its language quotes, whatever the query holds.

const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const python = (text) => `"""${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"""`;
const r = (text) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

const GRAPH = /^(?:\s|#[^\n]*\n|BASE\s*<[^>]*>|PREFIX\s+[^<]*<[^>]*>)*(?:CONSTRUCT|DESCRIBE)\b/i;

/** The code by the name of its language. */
export function snippets(endpoint, query) {
  const graph = GRAPH.test(query);
  return {
    curl: `curl ${shell(endpoint)} \\
  --header ${shell(`Accept: ${graph ? "text/turtle" : "text/csv"}`)} \\
  --data-urlencode query=${shell(query)}`,
    Python: `# pip install sparqlwrapper
from SPARQLWrapper import ${graph ? "TURTLE" : "JSON"}, SPARQLWrapper

endpoint = SPARQLWrapper(${JSON.stringify(endpoint)})
endpoint.setReturnFormat(${graph ? "TURTLE" : "JSON"})
endpoint.setMethod("POST")
endpoint.setQuery(${python(query)})
${graph ? "print(endpoint.query().convert().decode())" : `answer = endpoint.query().convert()
for row in answer["results"]["bindings"]:
    print({name: term["value"] for name, term in row.items()})`}
`,
    R: `# install.packages("httr2")
library(httr2)

answer <- request(${JSON.stringify(endpoint)}) |>
  req_headers(Accept = "${graph ? "text/turtle" : "text/csv"}") |>
  req_body_form(query = ${r(query)}) |>
  req_perform()
${graph ? "cat(resp_body_string(answer))" : "rows <- read.csv(text = resp_body_string(answer))"}
`,
  };
}
