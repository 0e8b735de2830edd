"""咨询: inbox, detail panel and quick entry."""
