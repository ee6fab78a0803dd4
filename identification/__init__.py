"""Numbers by which companies and accounts are known, in pure Python: the ground of the house.

`schemes` is the table of identifier schemes; `identifiers` cleans and checks a number of one of
them, `number_checks` and `recognition` tell which number a person meant, `payment_accounts` does
the same for accounts and payment references; `clearing_numbers` makes the IBAN of a Swedish bank
account, and `payees` the one form in which two accounts are compared. `registers` knows by which
number the law knows a company, and `identity` whether two sets of numbers name the same one. What
is refused is told by a `sentence`, which isn't finished before it is known who reads it. Nothing
here knows UBL, the network or Odoo.
"""
