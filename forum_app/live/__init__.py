"""Who watches a page hears that something on it changed: "version n of x", and fetches it anew.

A topic is a name like "seats.3"; its version is a row that grows with each change. `touch` notes a
topic in the transaction that changes it; the version grows once that is committed, in a write of
its own beside it, so that no change ever waits for another's. One thread of each process looks the
versions up while somebody listens, and every stream of the process tells from that. Any number of
processes may serve; a restart loses nothing but the open streams, which browsers open anew. Where
no stream can be had, pages ask again by themselves (`data-refresh`).
"""
