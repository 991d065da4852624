"""Settings read from the environment, the address map, and the two doors servers come in by."""
