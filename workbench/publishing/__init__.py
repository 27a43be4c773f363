"""From an approved change to what answers customers, and back."""
