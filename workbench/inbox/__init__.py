"""The inbox: tickets that wait for a person or are with one."""
