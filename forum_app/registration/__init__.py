"""Delegates and their counted places: who comes, to which session, and how.

A delegate is one registration of a Person. Each place holds one seat of one SeatCount; whoever
finds none may wait in the line of that SeatCount. A seat that comes free goes to the next in line
in the transaction that freed it. Everything a delegate may do later hangs on a secret link, and
the ticket is a short signed code without personal data. At the doors it lets its holder in once:
into a session, or through the entrance on a day, never more people than the fire limit allows.
At the desk organisers find delegates, act for one or many and take it back, and join the
registrations of a person who was there twice; of a point that takes part no more they move the
people in one act. Online, one comes through the gate of a session.
"""
