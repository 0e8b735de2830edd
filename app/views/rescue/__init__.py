"""The window for a firm whose data does not open."""
