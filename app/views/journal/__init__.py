"""操作日志: who changed or saw what, when, on which PC; explained, proved, taken back."""
