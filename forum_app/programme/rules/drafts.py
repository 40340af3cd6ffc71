"""What of the draft is watched by those who build it."""


def draft_topic(forum_id: int) -> str:
    """What is told to have changed when an organiser plans something else."""
    return f"draft.{forum_id}"
