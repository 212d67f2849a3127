"""How the pages are built."""

import sys
from pathlib import Path

import caucasus_games

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "caucasus_games"
author = "caucasus_games developers"
copyright = author
version = release = caucasus_games.__version__

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.mathjax",
    # the formulas show without a network
    "sphinx-mathjax-offline",
    "numpydoc",
    "sphinx_gallery.gen_gallery",
    "sphinxcontrib.bibtex",
    "sphinx_design",
    "generated",
    "drawing",
    "years",
]
exclude_patterns = [
    "_build",
    "auto_examples/**.ipynb",
    "auto_examples/**.py",
    # they say how fast one machine was, and load scripts from elsewhere
    "**sg_execution_times.rst",
]

# the docstrings name the types; the annotations would only repeat them as broken links
autodoc_typehints = "none"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False

bibtex_bibfiles = ["../src/caucasus_games/data/references.bib"]
bibtex_reference_style = "author_year"
bibtex_default_style = "plain"

sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "auto_examples",
    "filename_pattern": r"plot_",
    "abort_on_example_error": True,
    "download_all_examples": False,
    "show_signature": False,
    "copyfile_regex": r".*\.rst",
}

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["tables.css"]
html_title = f"caucasus_games {version}"
html_show_copyright = False
