"""Text for terminals and files, HTML for notebooks and pages, LaTeX for papers."""
