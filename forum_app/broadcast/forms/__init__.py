"""What organisers are asked about lines."""
