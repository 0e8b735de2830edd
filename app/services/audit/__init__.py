"""操作日志: who changed or saw what, when and on which PC; the chain that proves it; taking older work back."""
