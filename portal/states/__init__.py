"""What a page knows and does. One class a room; nothing here draws."""
