"""Tests of the shapes and rules of this publication."""
