"""The case of known and unknown addresses, small: that each act is answered alike and measured."""

from forum_app.bench.reports import Lab
from forum_app.bench.strangers import strangers


def test_each_act_is_measured_with_both_addresses():
    report = strangers(Lab(None, 2020, True))

    assert [figure.what.partition(":")[0] for figure in report.figures] == [
        "sign in, with a wrong password",
        "a link to sign in",
        "the registration's links again",
        "register",
    ]
