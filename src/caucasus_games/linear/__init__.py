"""Systems of linear inequalities, exactly: the best of an objective, and all the vertices."""
