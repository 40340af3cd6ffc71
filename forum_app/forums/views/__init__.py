"""The frame of a forum's pages and its guard, the public pages, and the organiser's."""

from . import banners, happened, pages, people, setup, tokens
from .banners import fill_banner as fill_banner
from .blueprint import bp as bp
from .blueprint import setup_crumb as setup_crumb
from .editing import EditPage as EditPage
from .editing import edit_page_of as edit_page_of
from .editing import save as save
from .frame import FORUM_URL as FORUM_URL
from .frame import LANG_URL as LANG_URL
from .frame import desk_page_of as desk_page_of
from .frame import forum_or_404 as forum_or_404
from .frame import organiser as organiser
from .frame import page_of as page_of
from .frame import show_roles as show_roles
from .frame import show_words as show_words
from .happened import happened_page as happened_page
from .things import caller_id as caller_id

__all__ = ["banners", "happened", "pages", "people", "setup", "tokens"]
