"""How messages move: webhooks, messengers, dispatcher, delivery, pages, command line, settings."""
