"""合同: the list, drawing a contract up in four steps, and a filed contract."""
