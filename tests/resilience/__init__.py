"""Scripts that try to break the program, and what runs them."""

MIGRATED = "MIGRATED_DATABASE"
"""In the environment: an empty database of SQLite, migrated already, so that several scripts need not each do it."""
