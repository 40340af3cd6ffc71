"""Every route of the house with who may enter. A new route fails until somebody decides here."""

ANYONE = "anyone"
DOORS = {  # endpoint -> the guard its view must carry
    "operations.show_health": ANYONE,
    "operations.show_readiness": ANYONE,
    "operations.show_metrics": ANYONE,
}
