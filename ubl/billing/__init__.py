"""Invoices of EN 16931 in UBL: ``writer`` and ``reader``, for a syntax of ``syntax``."""
