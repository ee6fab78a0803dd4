"""The network itself: its companies, who is connected with whom, and the two public registers.

Search, connections, requests and routing orders follow an API of our own invention (README.md,
"What is assumed"); the Peppol Directory and the SMP follow the real ones.
"""
