"""Long lists: rows by key fetched as they come into view, one-line cells, live countdowns."""
