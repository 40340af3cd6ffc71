"""Idempotency: the same key and the same body give the same answer, and the act happens once.

The key is claimed in the act's own transaction: two requests with one key cannot both commit.
Answers are kept sealed for 24 hours (source: IETF draft httpapi-idempotency-key-header).
"""
