"""Subgame perfect equilibria of trees in which players choose numbers."""
