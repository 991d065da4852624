"""What the pages of improvement ask, one file for each noun."""
