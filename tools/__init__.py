"""The staff's desk and the operator's bench: the `qingbo` command, one file a subcommand. May import player."""
