"""The network itself: its companies and recipients, and who is connected with whom.

Search, connections, requests and routing orders follow an API of our own invention (README.md,
"What is assumed").
"""
