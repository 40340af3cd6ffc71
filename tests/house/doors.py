"""Every route of the house with who may enter. A new route fails until somebody decides here."""

ANYONE = "anyone"
LINK_HOLDER = "whoever holds the secret link"
DOORS = {  # endpoint -> the guard its view must carry
    "operations.show_health": ANYONE,
    "operations.show_readiness": ANYONE,
    "operations.show_metrics": ANYONE,
    "registration.show_form": ANYONE,
    "registration.create_registration": ANYONE,
    "registration.show_sent": ANYONE,
    "registration.show_seats": ANYONE,
    "registration.show_link_request": ANYONE,
    "registration.create_link_request": ANYONE,
    "registration.show_registration": LINK_HOLDER,
    "registration.confirm_address": LINK_HOLDER,
    "registration.show_sessions": LINK_HOLDER,
    "registration.change_sessions": LINK_HOLDER,
    "registration.withdraw": LINK_HOLDER,
    "registration.decline_promotion": LINK_HOLDER,
    "registration.set_consents": LINK_HOLDER,
    "registration.renew_link": LINK_HOLDER,
    "registration.show_ticket": LINK_HOLDER,
    "registration.show_calendar": LINK_HOLDER,
}
