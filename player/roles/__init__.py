"""The main loops of the processes: the glass, the intake (content) and the painter (worker)."""
