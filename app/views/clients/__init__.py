"""服务对象: the list, a client's file, editing it, signing up and relief groups."""
