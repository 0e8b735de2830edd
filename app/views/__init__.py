"""Qt screens: they show rows and ask services."""
