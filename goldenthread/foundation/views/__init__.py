"""Pages that need no permission."""
