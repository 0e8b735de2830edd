"""合同: fee quotes, drafting, papers and filing."""
