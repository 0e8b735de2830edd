"""Working hours as set-up and 设置 let people type them: the week, the summer, the deadlines that come of it."""
