"""The case of many open pages, small: some have a stream, the rest ask again, and all hear."""

from forum_app.bench.reports import Lab
from forum_app.bench.streams import streams


def test_every_open_page_hears_with_a_stream_or_without(monkeypatch):
    monkeypatch.setenv("LIVE_STREAMS", "8")
    report = streams(Lab(None, 2020, True))

    told = {figure.what: figure.value for figure in report.figures}
    assert (told["pages with a stream"], told["pages that heard"]) == ("16", "60")
