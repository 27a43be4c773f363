"""Every run: found again, renamed, copied, compared, deleted."""
