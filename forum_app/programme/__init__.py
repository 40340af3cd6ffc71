"""The programme: sessions, talks, who appears, counted seats, and what of it was released.

The draft and the released programme are apart. People register for, the gate opens by and the
door counts against the released rows; a release is never changed, only followed by another.
The draft is built on a board of halls and hours, where sessions without a time lie in a tray.
What clashes in a draft is worked out by pure rules when it is looked at; a release with a hard
clash is refused. A session may have hosts, who see and write what is of that session alone.
Speakers answer, and write of themselves, on a page behind a secret link; a chair has the cue sheet
of the own session. What they send lies among the uploads, named by its bytes. A session may be
followed through channels of interpretation, whose interpreters appear in it and are no speakers.
"""
