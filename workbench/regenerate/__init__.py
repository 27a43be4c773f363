"""The regenerate page: what will be played, the work while it goes on, and what was played."""
