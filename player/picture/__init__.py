"""How pixels are made: a stage to draw on, type, colour, themes. Pillow, in memory; used in the worker alone."""
