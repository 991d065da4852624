"""What improvement asks, one file for each subject."""
