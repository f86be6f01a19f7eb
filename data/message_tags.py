"""What one message left in a table, found by the tag of its id ("<messenger>:<message id>").

The tag is worked out once and not for every row; tables of cases have an index of tags that are
none, and use it only where a query says so, too.
"""

OF_MESSAGE = "message <> '' and message = (select tag('message', :message))"
"""SQL over a row with a column *message*."""
