"""Files of other programs, in and out: spreadsheets to plain rows and back, hardened against bad files."""
