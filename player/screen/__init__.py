"""Frames come in, light goes out: the window (the only place where pygame is imported) and its headless twin."""
