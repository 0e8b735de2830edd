"""Full-text search over pre-tokenised text: one adapter per engine behind the same five calls."""

TABLES = ("search_client", "search_consultation", "search_contract")
