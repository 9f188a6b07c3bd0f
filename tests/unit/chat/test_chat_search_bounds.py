"""What is kept of those who have searched, of very many."""

from app.chat import search
from app.chat.search import Walk


async def test_of_very_many_who_searched_a_walk_that_has_ended_is_forgotten_first(chat, monkeypatch) -> None:
    monkeypatch.setattr(search, "WALKS", 2)
    chat.search._walks.update(running=Walk(), ended=Walk(ended=1.0), new=Walk())
    chat.search._forget_some()
    assert list(chat.search._walks) == ["running", "new"]
