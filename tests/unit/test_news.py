"""What waits for one follower of the news is bounded."""

from contextlib import aclosing

from app.news import CONSOLE, Changed, MemoryNews, Moved, Rated
from app.news.news import MOST


async def test_of_a_follower_that_does_not_listen_the_newest_news_are_kept():
    news = MemoryNews()
    async with aclosing(news.follow("app", "me")) as follower:
        assert await anext(follower) == ()
        for number in range(MOST + 5):
            await news.publish("app", "me", Changed(str(number)))
        items = await anext(follower)
    assert (len(items), items[0], items[-1]) == (MOST, Changed("5"), Changed(str(MOST + 4)))


async def test_the_console_is_told_of_whatever_changed_of_anybody_s_in_any_app():
    news = MemoryNews()
    async with aclosing(news.follow(*CONSOLE)) as follower:
        assert await anext(follower) == ()
        await news.publish("app-1", "me", Changed("c1"))
        await news.publish("app-2", "you", Changed("c1"))
        await news.publish("app-2", "you", Rated("m1", "like"))
        await news.publish(*CONSOLE, Moved("app-2", "c2"))
        assert await anext(follower) == (Moved("app-1", "c1"), Moved("app-2", "c1"), Moved("app-2", "c2"))
