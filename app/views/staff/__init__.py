"""员工: the section of 设置 for who works here, leave, passwords, leaving and the programme's appointment."""
