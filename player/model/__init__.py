"""The values that every room speaks of. Frozen, compared by content, free of behaviour that reads the world."""
