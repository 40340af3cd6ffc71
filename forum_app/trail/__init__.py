"""The trail: who did what to what, when; appended with each act, never changed.

Each entry's hash covers the entry before it in the same forum, so that a missing or altered row
shows (`forum check`). Personal values stand apart and can be redacted: the chain covers only
their salted hash.
"""
