"""Concepts at many draws at once, on arrays of decimals; the last axis is that of the draws."""
