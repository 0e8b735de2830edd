"""律顾台: the workbench of a small Chinese law firm in a public legal-advisor programme."""

__version__ = "0.1.0"
