"""What the developers run: the door's commands, benches, generators of documentation. No part of the program."""
