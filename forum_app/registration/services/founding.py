"""What a forum needs before anybody can register: terms, a category, the consent required."""

from datetime import datetime

from ...db import db
from ...forums.models import Forum
from ...i18n import Words
from ..models import Category, ConsentWording, Terms

DELEGATE = Words({"vi": "Đại biểu", "en": "Delegate"})
PROCESSING = Words(
    {
        "vi": "Tôi đồng ý để ban tổ chức dùng thông tin trên để xử lý đăng ký này.",
        "en": "I agree that the organisers use these particulars to handle this registration.",
    }
)
PROCESSING_MEANS = Words(
    {
        "vi": "Cần thiết cho việc đăng ký. Bạn rút lại lúc nào cũng được bằng cách hủy đăng ký.",
        "en": "Needed to register. You take it back at any time by withdrawing the registration.",
    }
)


def open_registration(forum: Forum, *, now: datetime) -> None:
    """Let people register for `forum` from now on and without end, as delegates."""
    db.session.add(Terms(forum_id=forum.id, zone=forum.zone))
    add_category(forum, "delegate", DELEGATE, position=1, is_default=True)
    add_wording(
        forum, "processing", PROCESSING, PROCESSING_MEANS, required=True, position=1, now=now
    )


def add_category(
    forum: Forum,
    code: str,
    name: Words,
    *,
    position: int,
    quota: int | None = None,
    needs_approval: bool = False,
    is_public: bool = True,
    is_default: bool = False,
) -> Category:
    """As what people may come. quota: None for no limit; is_public: offered on the form."""
    category = Category(
        forum_id=forum.id,
        code=code,
        name=name,
        quota=quota,
        needs_approval=needs_approval,
        is_default=is_default,
        is_public=is_public,
        position=position,
    )
    db.session.add(category)
    db.session.flush()
    return category


def add_wording(
    forum: Forum,
    purpose: str,
    sentence: Words,
    consequence: Words | None,
    *,
    required: bool,
    position: int,
    version: int = 1,
    now: datetime,
) -> ConsentWording:
    """A wording of what people are asked to agree to for `purpose`; the earlier are retired."""
    wording = ConsentWording(
        forum_id=forum.id,
        purpose=purpose,
        version=version,
        sentence=sentence,
        consequence=consequence,
        required=required,
        position=position,
        since=now,
    )
    db.session.add(wording)
    db.session.flush()
    return wording
