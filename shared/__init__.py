"""The analysis package: conversations in, a measured better agent out."""
