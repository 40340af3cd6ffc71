"""What the room does by itself: holds that end, lines that are served, letters that are written."""
