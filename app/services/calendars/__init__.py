"""日历: which days the firm works, by whose word, and what changes when that is edited."""
