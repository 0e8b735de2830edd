"""The door: first-run wizard, sign-in, recovery."""
