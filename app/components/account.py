"""One's own account, for the settings: who one is, signing out, and where else one is signed in."""

import reflex as rx

from app.components.browser import Moment, module, say, sentence, word
from app.components.dialog import dialog
from app.components.files import OUTSIDE
from app.components.icons import icon
from app.state.account import AccountState
from app.state.session import SessionState
from app.views import SessionRow


class SignOut(rx.Component):
    """The buttons that sign out, here or ``everywhere``, and lead to where the server says."""

    library = module("account.jsx")
    tag = "SignOut"

    words: rx.Var[dict]


class SignIn(rx.Component):
    """A link to the sign-in page, which leads back to where one is."""

    library = module("account.jsx")
    tag = "SignIn"


def sign_in() -> rx.Component:
    """For a visitor where others have signed in."""
    return rx.cond(SessionState.can_sign_in, SignIn.create(word("sign_in"), class_name="quiet sign-in"))


def to_inbox() -> rx.Component:
    """For whoever serves others."""
    return rx.cond(
        SessionState.serves,
        rx.el.a(word("inbox"), href="/console", class_name="quiet to-inbox", custom_attrs=OUTSIDE),
    )


def account_button() -> rx.Component:
    """Opens the account of whoever has signed in, on a page without the settings. Once on a page."""
    return rx.cond(
        SessionState.account != "",
        rx.fragment(
            rx.el.button(
                icon("person"),
                type="button",
                class_name="icon-button",
                aria_label=word("your_account"),
                title=word("your_account"),
                custom_attrs={"data-opens": "account"},
            ),
            dialog("account", word("your_account"), account()),
        ),
    )


def account() -> rx.Component:
    """For whoever has signed in."""
    return rx.el.div(
        rx.el.p(sentence("signed_in_as", name=SessionState.account), dir="auto"),
        rx.cond(
            SessionState.can_leave,
            rx.fragment(
                SignOut.create(words=SessionState.words),
                rx.cond(
                    AccountState.listed,
                    rx.el.ul(rx.foreach(AccountState.sessions, _row), class_name="shared-links"),
                    rx.el.button(
                        word("where_signed_in"), type="button", class_name="quiet", on_click=AccountState.look
                    ),
                ),
                rx.el.div(
                    rx.cond(AccountState.notice.key != "", rx.el.p(say(AccountState.notice), class_name="problem")),
                    role="status",
                ),
            ),
        ),
        class_name="your-data",
    )


def _row(row: SessionRow) -> rx.Component:
    device = rx.cond(row.device != "", row.device, word("some_device"))
    return rx.el.li(
        rx.el.div(
            rx.el.span(device, dir="auto", class_name="shared-title"),
            rx.el.span(
                rx.cond(
                    row.here, word("this_device"), rx.fragment(word("last_seen"), " ", Moment.create(at=row.seen_at))
                ),
                class_name="note",
            ),
        ),
        rx.cond(
            row.here,
            rx.fragment(),
            rx.el.button(
                word("sign_out"),
                type="button",
                class_name="quiet",
                aria_label=sentence("sign_out_of", device=device),
                on_click=AccountState.revoke(row.id),
            ),
        ),
        key=row.id,
    )
