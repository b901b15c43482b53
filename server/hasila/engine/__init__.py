"""The query side: one SPARQL request answered within limits of time, memory and size."""
