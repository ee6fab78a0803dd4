"""The parts of a UBL invoice as text; each function writes what it is given, in UBL's order.

``markup`` has the elements, the other files the groups that their names say.
"""
