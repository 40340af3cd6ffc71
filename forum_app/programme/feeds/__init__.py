"""Files out and in: a speaker's calendar, pictures drawn anew, slides known by their bytes."""
