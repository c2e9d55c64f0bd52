"""Staff's text and files come in; a Snapshot, or every Problem at once, goes out. Never raises for bad input."""
