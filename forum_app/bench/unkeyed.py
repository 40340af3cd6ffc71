"""The entry of the twin: the application with the key of the claims, and the care around it, gone.

Whoever books looks first and claims later, as software without such a key does. Only `forum bench`
starts it, to prove that its press would notice.
"""

from sqlalchemy import inspect, text

import wsgi

from ..db import db, writing
from ..exhibition.services import bookings, claims

app = wsgi.app

with app.app_context():
    with writing():
        if "keyed_claims" not in inspect(db.session.connection()).get_table_names():
            db.session.execute(text("ALTER TABLE cell_claims RENAME TO keyed_claims"))
            db.session.execute(text("CREATE TABLE cell_claims AS SELECT * FROM keyed_claims"))
    db.engine.dispose()
claims.lock_floor = lambda booth_ids: claims.cells_of(*booth_ids)
bookings.check_free = lambda *_args, **_kwargs: None
