"""A Telegram group with topics as the queue of ordinary cases."""
