"""The build side: sources to a validated, immutable release."""
