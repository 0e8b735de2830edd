"""Settings of the whole firm: one package because each kind of setting has its own checks and history."""
