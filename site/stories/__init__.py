"""Campaigns, announcements, toolkits, and the partners behind them."""
