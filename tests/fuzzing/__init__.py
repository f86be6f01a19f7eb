"""What strangers may send, by the thousand: every parser, and the whole way from webhook to reply.

``tests/test_fuzzing.py`` lets hypothesis choose and shrink; ``python -m tests.fuzzing`` rolls dice,
for as many inputs as it is told. What once broke something stands in ``corpus/`` and is replayed.
"""
