"""The handbook inside the program: chapters of docs/handbook/, read-only, without a network."""
