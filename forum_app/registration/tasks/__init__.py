"""What the registration room does in the background: its letters, and ending what lapsed."""
