"""权限表: which role may do what, and who holds which role."""
