"""Why something about the tests of points is refused."""

from ...i18n import N_
from ...refusal import ChangedMeanwhile, Refusal


class NoSuchItem(Refusal):
    says = N_("This is not on the check list any more. Please look again.")


class LineChanged(Refusal):
    says = N_(
        "This line was changed after you saw it: what you tested is not what stands there now. "
        "Please test the line as it is."
    )
    reason = "line_changed"


class TestedMeanwhile(Refusal):
    __test__ = False  # no test of ours

    says = N_(
        "Somebody else wrote a result for this after you opened the page. It is shown now. Please "
        "press again to add yours, which then counts; the other stays."
    )
    reason = "tested_meanwhile"


class TestedOtherwise(Refusal):
    __test__ = False

    says = N_(
        "This was tested already on something else, and its results speak for that. Please make "
        "another item, and tick “No longer tested” here."
    )


class SelfTestOfLine(Refusal):
    says = N_(
        "A point tests its own camera and microphone without a line. Please choose the room and "
        "what is in it, or its people."
    )
    status = 422


class OnlyOfLines(Refusal):
    says = N_(
        "What a line carries matters only for what is tested on lines. Please untick the lines, or "
        "choose “Each line of the point”."
    )
    status = 422


class PointBusy(Refusal):
    says = N_("%(point)s is in another test at that time. Please choose another time.")
    reason = "point_busy"


class PointLeft(Refusal):
    says = N_("%(point)s takes part no more, so it is not tested either.")
    reason = "point_left"


class PointHasTest(Refusal):
    says = N_("%(point)s has its test of this round already. Please move that one.")


class CrewBusy(Refusal):
    says = N_("%(crew)s is testing another point at that time. Please choose another time or crew.")
    reason = "crew_busy"


class CrewHasTests(Refusal):
    says = N_(
        "Tests that still wait for this crew: %(n)s. Please give them to another crew first, or "
        "cancel them."
    )


class OutsideRound(Refusal):
    says = N_(
        "Tests of this round are from %(first)s to %(last)s, between %(from_time)s and "
        "%(until_time)s at the venue. Please choose a time within, on a quarter of an hour."
    )
    status = 422


class NoCrew(Refusal):
    says = N_("There is no crew to test with yet. Please name one first.")
    status = 422


class SlotOver(Refusal):
    says = N_("This test is over or cancelled already.")


class NotBegun(Refusal):
    says = N_("This test has not begun yet, so it is neither done nor missed.")


class MovedMeanwhile(ChangedMeanwhile):
    says = N_(
        "This test was moved meanwhile, to the time above. Please choose again where that does "
        "not suit you."
    )


class TooLateToRebook(Refusal):
    says = N_(
        "A point can choose another time until %(hours)s hours before its test. After that, please "
        "write to the organisers."
    )
    reason = "too_late"


class TimeTaken(Refusal):
    says = N_(
        "That time is not free any more. Your test stays where it was. Please choose another time."
    )
    reason = "time_taken"


class RoundBackwards(Refusal):
    says = N_("A round must begin before it ends, on its first day and within each day.")
    status = 422


class RoundTooLong(Refusal):
    says = N_(
        "A round lasts at most %(days)s days, in a year from %(first)s to %(last)s. Please check "
        "both days."
    )
    status = 422


class NotQuarters(Refusal):
    says = N_("Tests last whole quarters of an hour, four hours at most: 15, 30, 45, 60 …")
    status = 422


class UnknownKind(Refusal):
    says = N_("“%(kind)s” is not a kind of point. These are: %(known)s.")
    status = 422
