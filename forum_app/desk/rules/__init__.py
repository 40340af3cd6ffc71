"""The desk's navigation: its pages in groups, each in one. A new page of the desk is one line."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...i18n import N_


@dataclass(frozen=True)
class Entry:
    """A page that the navigation leads to.

    words: a msgid; within: the endpoints of what is reached from it, GET or POST, that stands in
    its light.
    """

    endpoint: str
    words: str
    within: frozenset[str]

    def holds(self, endpoint: str) -> bool:
        return endpoint == self.endpoint or endpoint in self.within


@dataclass(frozen=True)
class Group:
    words: str
    entries: tuple[Entry, ...]

    def holds(self, endpoint: str) -> bool:
        return any(entry.holds(endpoint) for entry in self.entries)


def entry(endpoint: str, words: str, within: str = "") -> Entry:
    """within: names of views of the same room, or whole endpoints, separated by spaces."""
    room, _, _ = endpoint.partition(".")
    names = (name if "." in name else f"{room}.{name}" for name in within.split())
    return Entry(endpoint, words, frozenset(names))


def group_of(endpoint: str, groups: Iterable[Group]) -> Group | None:
    """The group in which this page stands; None for a page that stands in none."""
    return next((group for group in groups if group.holds(endpoint)), None)


GROUPS = (
    Group(
        N_("Overview"),
        (
            entry("desk.show_overview", N_("Overview")),
            entry("desk.show_numbers", N_("Numbers"), "save_figure save_numbers"),
            entry("desk.show_exports", N_("Files"), "export"),
        ),
    ),
    Group(
        N_("Delegates"),
        (
            entry(
                "registration.show_delegates",
                N_("Delegates"),
                "show_delegate show_correction correct_delegate show_delegate_sessions "
                "change_delegate_sessions withdraw_delegate restore_delegate send_link "
                "replace_link send_letter_anew show_new_act begin_act show_act undo_act "
                "show_bulk_acts show_progress",
            ),
            entry("registration.show_registrations", N_("Registrations"), "approve decline"),
            entry("registration.show_new_delegate", N_("Register somebody"), "register_delegate"),
            entry("registration.show_doubles", N_("Doubles"), "show_double merge tell_apart"),
            entry(
                "registration.show_seat_table",
                N_("Seats"),
                "show_seat_lines change_seats show_meters",
            ),
        ),
    ),
    Group(
        N_("Programme"),
        (
            entry(
                "programme.show_draft",
                N_("Sessions and release"),
                "show_new_session make_session show_session_form save_session "
                "show_session_happened registration.show_review registration.release_reviewed "
                "show_releases show_restoring make_draft registration.write_to_moved show_parts "
                "show_new_talk add_talk show_talk save_talk move_talk remove_talk "
                "show_new_appearance put_in show_appearance save_appearance move_person take_out "
                "show_new_channel add_channel show_channel save_channel remove_channel",
            ),
            entry(
                "programme.show_builder",
                N_("Agenda builder"),
                "show_board place shelve copy_break take_copies_back",
            ),
            entry(
                "programme.show_desk_speakers",
                N_("Speakers"),
                "show_desk_speaker invite_speaker renew_speaker_link show_speaker_about "
                "save_speaker_about show_speaker_photo show_speaker_slides set_slides_shown "
                "show_hours add_hours remove_hours",
            ),
            entry("programme.show_cue_sheets", N_("Cue sheets")),
            entry(
                "forums.show_halls",
                N_("Halls"),
                "show_new_hall make_hall show_hall save_hall remove_hall show_hall_happened",
            ),
        ),
    ),
    Group(
        N_("Points"),
        (
            entry(
                "forums.show_points",
                N_("Points"),
                "show_new_point make_point show_point save_point show_point_happened "
                "registration.show_moving registration.move_people registration.write_of_point "
                "registration.let_point_be",
            ),
            entry(
                "broadcast.show_lines",
                N_("Lines"),
                "show_new_line make_line show_line save_line show_secret revoke_line "
                "show_line_happened show_invitation paste_invitation",
            ),
            entry(
                "broadcast.show_board", N_("Readiness"), "show_board_rows show_tests_of add_result"
            ),
            entry(
                "broadcast.show_test_rounds",
                N_("Tests of points"),
                "show_new_crew make_crew show_crew save_crew show_new_round make_round "
                "show_round_form save_round "
                "show_round book_proposed show_slot move_slot end_slot miss_slot cancel_slot "
                "show_reminders pause_reminder resume_reminder",
            ),
            entry(
                "broadcast.show_checklist",
                N_("Check list"),
                "start_checklist show_new_item make_item show_item save_item",
            ),
            entry(
                "broadcast.show_relays",
                N_("Relays"),
                "set_relays fill_relays let_points_listen undo_relays show_relays_of_point "
                "set_relays_of_point show_relays_of_session set_relays_of_session",
            ),
            entry(
                "broadcast.show_all_people",
                N_("People at the points"),
                "show_people give_point take_point renew_coordinator_invitation "
                "withdraw_coordinator_invitation renew_key show_key close_key show_new_contact "
                "add_contact show_contact save_contact remove_contact show_pages review_pages "
                "send_pages_by_mail",
            ),
            entry("broadcast.show_sheets", N_("Call sheets"), "send_sheet send_sheets"),
            entry("broadcast.show_import", N_("Points from a file"), "import_file"),
        ),
    ),
    Group(
        N_("Site"),
        (
            entry("forums.show_setup", N_("Set up")),
            entry("forums.show_facts", N_("The forum"), "save_facts show_forum_happened"),
            entry(
                "forums.show_pages",
                N_("Pages"),
                "show_new_page make_page show_page_form save_page take_page_back withdraw_page "
                "show_page_happened",
            ),
            entry(
                "forums.show_banners",
                N_("Banner"),
                "show_new_banner put_up_banner show_banner_form save_banner take_down_banner",
            ),
            entry("registration.show_terms", N_("When people register"), "save_terms"),
            entry(
                "registration.show_categories",
                N_("Categories"),
                "show_new_category make_category show_category save_category",
            ),
            entry(
                "registration.show_wordings",
                N_("Consents"),
                "show_new_purpose make_purpose show_wording word_anew",
            ),
            entry("registration.show_texts", N_("Texts of mails"), "save_text"),
        ),
    ),
    Group(
        N_("Exhibition"),
        (
            entry(
                "exhibition.show_bookings",
                N_("Bookings"),
                "show_booking approve decline cancel_for move",
            ),
            entry(
                "exhibition.show_booths",
                N_("Booths"),
                "block unblock invite_to show_zone save_zone",
            ),
            entry("exhibition.show_plans", N_("Floor plans"), "publish"),
        ),
    ),
    Group(N_("Door"), (entry("registration.show_doors", N_("Doors"), "show_insides"),)),
    Group(N_("Mail"), (entry("desk.show_letters", N_("Mail"), "send_letter_again"),)),
    Group(
        N_("People"),
        (
            entry(
                "forums.show_people",
                N_("People"),
                "give_role take_role renew_invitation withdraw_invitation want_second_step",
            ),
            entry(
                "programme.show_hosts",
                N_("Hosts of sessions"),
                "give_host take_host renew_host_invitation withdraw_host_invitation",
            ),
            entry(
                "forums.show_tokens",
                N_("Tokens for machines"),
                "make_token keep_token revoke_token",
            ),
        ),
    ),
)  # in the order of the page; the first entry of a group is where its name leads
