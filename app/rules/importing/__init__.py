"""What the rows of a clerk's spreadsheet mean: columns told by their headers, rows judged, people recognised."""
