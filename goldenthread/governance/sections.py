"""What governance adds to a body's page."""
