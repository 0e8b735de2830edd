"""Commands that work without a window."""
