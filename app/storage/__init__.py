"""Engine, keys, unit of work, journal, search, blobs and migrations."""
