"""What customers ask for, and which tool to build first."""
