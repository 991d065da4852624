"""What the register's pages do, one file for each noun."""
