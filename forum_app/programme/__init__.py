"""The programme: sessions, talks, who appears, counted seats, and what of it was released.

The draft and the released programme are apart. People register for, the gate opens by and the
door counts against the released rows; a release is never changed, only followed by another.
"""
