"""Files of the points: tables that come in, and call sheets to print."""
