"""One file per transition: progress comes in, layers to draw go out. Pure; the table is TRANSITIONS."""
