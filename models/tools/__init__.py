"""What every room may use: actions, wake-ups, labels, locks. Plain helpers, no models."""
