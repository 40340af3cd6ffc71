"""Work for later, laid in with the act that asks for it, done by the worker after the commit.

A job is claimed by lease, so a worker that dies loses nothing: another takes the job when the
lease ends. A job therefore runs at least once, and each `tasks` function bears running twice.
"""
