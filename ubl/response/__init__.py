"""Answers to received invoices: what may be said when (``codes``), and Pagero's file of it."""
