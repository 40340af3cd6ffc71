"""What may be booked, by whom and when; what is drawn where. Pure: knows no database, no clock."""
