"""SaxonC as a second opinion on the rule engine, in a process of its own."""
