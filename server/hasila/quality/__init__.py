"""What metadata and vocabularies are measured by: rules over a graph that is at hand, whoever published it. No I/O."""
