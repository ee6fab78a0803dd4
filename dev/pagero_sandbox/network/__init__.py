"""The network itself: its companies, recipients, and the connections between them.

Search, connections, requests and routing orders follow an API of our own invention (README.md,
"What is assumed").
"""
