"""服务对象: lists, files, sign-ups and the timeline."""
