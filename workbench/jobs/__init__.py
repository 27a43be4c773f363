"""Long work: owned by the process, never by a page."""
