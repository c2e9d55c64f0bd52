"""When: calendar, agenda, rotation, scenes. A snapshot and an instant come in, a scene goes out. Pure arithmetic."""
