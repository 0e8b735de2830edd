"""导入: a clerk's spreadsheets become clients, past consultations and past matters (S5.1)."""
