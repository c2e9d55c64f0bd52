"""One file per slide kind. A kind says which fields it has, what of it changes with time, and how it is composed.

To add one: a file here, and a line in `KINDS` (`slides/kinds.py`). Nothing in this package imports Pillow when it is
imported: a kind draws through the `Stage` that the worker hands to `compose`, so the screen process stays small.
"""
