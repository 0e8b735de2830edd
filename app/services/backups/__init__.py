"""备份与恢复: making, listing and thinning backups, and restoring one; a package because restoring needs no open firm."""
