"""How the bot does today: figures, trend, breakdowns and the conversations behind them."""
