"""咨询: intake, inbox, answering and detail."""
