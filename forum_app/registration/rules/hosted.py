"""What a host may know of the delegates of a session, and no more."""

# Whoever agreed to this purpose lets the hosts of their sessions write to them: organisers who want
# that ask for it in a consent with this code. Without it no host sees an address.
CONTACT = "hosts"
