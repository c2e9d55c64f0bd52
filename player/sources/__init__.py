"""Where content comes from: a look at a folder goes out as a Listing of settled files, whose bytes can then be read.

Reading the folder is the truth; events (`hints.py`) only say that a look may be worth while. A look is
scan -> settle -> Listing, and the time is an argument throughout.
"""
