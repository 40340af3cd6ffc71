"""`forum bench`: what the product promises in numbers, measured on this machine. Part of the roof.

It starts servers of its own on the loopback address, on databases of its own, and asks them over
HTTP as others do; the data of the forum that is installed here stay untouched.
"""
