"""What is stored: one file per aggregate."""
