"""What the firm does; no Qt, plain frozen dataclasses in and out."""
