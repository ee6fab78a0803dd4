"""Pages on which a person logs in, plays the recipient and looks around the network."""
