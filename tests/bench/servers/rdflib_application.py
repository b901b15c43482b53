"""rdflib-endpoint on the file named in $STATISTICS, for uvicorn; runs in the peers' venv."""

import os

from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint

dataset = Dataset(default_union=True)
dataset.parse(os.environ["STATISTICS"], format="nquads")
application = SparqlEndpoint(graph=dataset, path="/sparql")
