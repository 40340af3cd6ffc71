"""What people do with registrations. Flushes, never commits. Every `now` is aware."""
