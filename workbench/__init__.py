"""Where admins make the bot better: nine steps from conversations to a compared and published improvement."""
