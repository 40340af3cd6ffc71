"""The routes of the broadcast room with who may enter: see `doors`."""

ORGANISER = "an organiser of this forum"
COORDINATOR = "a coordinator of this point, or an organiser"
POINT_KEY = "whoever holds the secret page of this point"
AT_POINTS = {
    "broadcast.show_all_people": ORGANISER,
    "broadcast.show_people": ORGANISER,
    "broadcast.give_point": ORGANISER,
    "broadcast.take_point": ORGANISER,
    "broadcast.renew_coordinator_invitation": ORGANISER,
    "broadcast.withdraw_coordinator_invitation": ORGANISER,
    "broadcast.renew_key": ORGANISER,
    "broadcast.show_key": ORGANISER,
    "broadcast.close_key": ORGANISER,
    "broadcast.show_new_contact": ORGANISER,
    "broadcast.add_contact": ORGANISER,
    "broadcast.show_contact": ORGANISER,
    "broadcast.save_contact": ORGANISER,
    "broadcast.remove_contact": ORGANISER,
    "broadcast.show_relays": ORGANISER,
    "broadcast.set_relays": ORGANISER,
    "broadcast.fill_relays": ORGANISER,
    "broadcast.undo_relays": ORGANISER,
    "broadcast.show_relays_of_point": ORGANISER,
    "broadcast.set_relays_of_point": ORGANISER,
    "broadcast.show_relays_of_session": ORGANISER,
    "broadcast.set_relays_of_session": ORGANISER,
    "broadcast.show_point_desk": COORDINATOR,
    "broadcast.show_contact_there": COORDINATOR,
    "broadcast.save_contact_there": COORDINATOR,
    "broadcast.take_over_there": COORDINATOR,
    "broadcast.show_key_desk": POINT_KEY,
    "broadcast.show_contact_by_key": POINT_KEY,
    "broadcast.save_contact_by_key": POINT_KEY,
    "broadcast.take_over_by_key": POINT_KEY,
}
