"""Files of registrations for people to take along."""
