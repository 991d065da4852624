"""The nouns of improvement."""
