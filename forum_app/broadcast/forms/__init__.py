"""What organisers and coordinators are asked about the points at work."""
