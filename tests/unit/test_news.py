"""What waits for one follower of the news is bounded."""

from contextlib import aclosing

from app.news import Changed, MemoryNews
from app.news.news import MOST


async def test_of_a_follower_that_does_not_listen_the_newest_news_are_kept():
    news = MemoryNews()
    async with aclosing(news.follow("app", "me")) as follower:
        assert await anext(follower) == ()
        for number in range(MOST + 5):
            await news.publish("app", "me", Changed(str(number)))
        items = await anext(follower)
    assert (len(items), items[0], items[-1]) == (MOST, Changed("5"), Changed(str(MOST + 4)))
