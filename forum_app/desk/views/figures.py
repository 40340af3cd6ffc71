"""Numbers at a glance: figures with the same numbers as tables, and both to save."""

from io import BytesIO
from textwrap import wrap

from flask import abort, make_response, render_template, send_file
from flask.typing import ResponseReturnValue

from ... import clock
from ...forums.models import Forum
from ...forums.views import desk_page_of, forum_or_404, organiser
from ...tables import TYPES, write
from ..queries import FIGURES, Figure, figure_of
from ..rules.figures import draw_bars, draw_line
from .blueprint import bp

LINE = 52  # letters of a note that a drawing has room for


@bp.get("/numbers")
@organiser
def show_numbers(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    figures = [figure_of(forum, code, lang) for code in FIGURES]
    drawn = {figure.code: _drawn(figure) for figure in figures}
    return desk_page_of(
        lang, forum, "desk/numbers.html", figures=figures, drawn=drawn, now=clock.now()
    )


@bp.get("/numbers/<figure>.svg")
@organiser
def save_figure(lang: str, forum_slug: str, figure: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    there = _figure_or_404(forum, figure, lang)
    drawing: dict[str, object] = {"figure": there, "drawn": _drawn(there), "now": clock.now()}
    drawing["lines"] = wrap(there.note, LINE)
    answer = make_response(render_template("desk/figure.svg", forum=forum, **drawing))
    answer.mimetype = "image/svg+xml"
    name = _name(forum, figure, "svg")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/numbers/<figure>.csv")
@organiser
def save_numbers(lang: str, forum_slug: str, figure: str) -> ResponseReturnValue:
    """Counts, nobody among them: so a look is enough, and no note is made."""
    forum = forum_or_404(forum_slug)
    file = BytesIO()
    write(_figure_or_404(forum, figure, lang).table, "csv", file)
    file.seek(0)
    name = _name(forum, figure, "csv")
    answer = send_file(file, TYPES["csv"], as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _figure_or_404(forum: Forum, code: str, lang: str) -> Figure:
    return figure_of(forum, code, lang) if code in FIGURES else abort(404)


def _drawn(figure: Figure) -> object:
    return draw_line(figure.points) if figure.points else draw_bars(figure.bars)


def _name(forum: Forum, code: str, kind: str) -> str:
    return f"{forum.slug}-{code}-{clock.day_on_wall(clock.now(), forum.zone)}.{kind}"
