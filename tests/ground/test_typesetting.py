"""Sheets of paper are set in a process of its own, which cannot break the one that asked."""

import pytest

from forum_app import typesetting
from forum_app.broadcast.sheets.calls import LABELS
from forum_app.typesetting import SheetFailed, fitting, is_tall, typeset

from ..printed import lowest_of, pages_of


@pytest.mark.parametrize("broken", ['#panic("no")', "#let n = 0\n#while true { n += 1 }", "#read("])
def test_a_template_that_fails_ends_there_and_the_next_sheet_is_set(
    monkeypatch, tmp_path, caplog, broken
):
    (tmp_path / "call.typ").write_text(broken)
    (tmp_path / "whole.typ").write_text("#json(bytes(sys.inputs.facts))")
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)

    with pytest.raises(SheetFailed):
        typeset("call.typ", "somebody")

    assert "no sheet was set: CalledProcessError, status 1" in caplog.text
    assert "somebody" not in caplog.text
    assert pages_of(typeset("whole.typ", "text")) == ["text"]


def test_a_template_reads_nothing_but_what_lies_beside_it(monkeypatch, tmp_path):
    (tmp_path / "call.typ").write_text("#read(json(bytes(sys.inputs.facts)))")
    (tmp_path / "beside").write_text("beside the template")
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)

    assert pages_of(typeset("call.typ", "beside")) == ["beside the template"]
    with pytest.raises(SheetFailed):
        typeset("call.typ", "/proc/self/environ")
    with pytest.raises(SheetFailed):
        typeset("call.typ", "../" * 9 + "proc/self/environ")


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Đà Nẵng", "Đà Nẵng"),
        ("a" * 20, "a" * 20),
        ("a" * 21, "aaaaaaaa\u200baaaaaaaa\u200baaaaa"),
        ("a\u0301" * 21, "\u200b".join(["a\u0301" * 4] * 5) + "\u200ba\u0301"),
        ("x\x00\x07y", "xy"),
        ("กรุงเทพมหานคร" * 4, "กรุงเทพมหานคร" * 4),
        ("平 😀", "� �"),
    ],
)
def test_a_text_fits_a_sheet(text, fits):
    assert fitting(text) == fits


@pytest.mark.parametrize(
    ("text", "tall"), [("Hà Nội", False), ("ไทย", True), ("လ", True), ("ល", True), ("ລ", True)]
)
def test_which_scripts_stand_tall(text, tall):
    assert is_tall(text) == tall


def test_lines_of_a_tall_script_stand_farther_apart():
    labels = dict.fromkeys((*LABELS, "sheet"), "x")
    page = {"lang": "en", "labels": labels, "code": "YGN", "name": "ရန်ကုန်မြို့တော် " * 12}
    page |= {"about": [], "zones": [], "parts": [], "lines": [], "phone": None, "checks": []}
    page["out"] = []
    page |= {
        "forum": "x",
        "contacts": [["ရန်ကုန် " * 20, "x", "x", "x"]],
        "as_of": "",
        "unknown": "",
    }

    flat, tall = (
        lowest_of(typeset("call.typ", {"title": "x", "pages": [page | {"tall": tall}]}))
        for tall in (False, True)
    )

    assert tall < flat - 5
