"""Words: how facts of the lower layers are said to people, in the reader's language.

A module here translates one kind of fact (a company, a finding, an error of the network, a search
that failed) and decides nothing. What a user should do next about a record depends on the record's
state: that is advice, and stands in ``advice.py`` of the record's room. Plain helpers, no models.
"""
