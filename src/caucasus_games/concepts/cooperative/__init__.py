"""Concepts of games in which coalitions form."""
