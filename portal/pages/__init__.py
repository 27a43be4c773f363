"""Pages: layout and text only."""
