"""What the schemes and the law say: pure functions without files, clock or database."""
