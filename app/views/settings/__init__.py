"""The 设置 area: everything an administrator sets up, and what each person sets on this PC."""
