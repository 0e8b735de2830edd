"""日历与工作时间: a year at a glance, the day beside it, the weekly hours."""
