"""The process entry: `flask --app wsgi forum …`, and what the server serves."""

import config
from forum_app import create_app

app = create_app(config.from_environment())
