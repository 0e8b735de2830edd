"""Widgets in the program's look; pages build themselves from these."""
