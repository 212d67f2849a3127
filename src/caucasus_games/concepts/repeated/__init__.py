"""Concepts of games that are played again and again."""
