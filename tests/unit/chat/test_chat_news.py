"""News of conversations: whom they reach, how often, and until when."""

from contextlib import aclosing

from app.news import Changed
from tests.unit.chat.lists import Heard
from tests.unit.chat.talks import ME, OTHER


async def test_all_that_is_published_reaches_every_tab_of_that_user_and_no_other(chat):
    async with aclosing(chat.news.follow(chat.slug, OTHER, 0.01)) as others, Heard(chat) as one, Heard(chat) as two:
        assert await anext(others) == ()
        await chat.news.publish(chat.slug, ME, Changed("a"))
        await one.until(Changed("a"))
        await two.until(Changed("a"))
        assert await anext(others) == ()


async def test_a_slow_tab_hears_once_what_changed_twice(chat):
    async with aclosing(chat.news.follow(chat.slug, ME)) as news:
        await anext(news)
        for item in (Changed("a"), Changed("b"), Changed("a")):
            await chat.news.publish(chat.slug, ME, item)
        assert await anext(news) == (Changed("b"), Changed("a"))


async def test_news_end_with_the_server(chat):
    async with aclosing(chat.news.follow(chat.slug, ME)) as news:
        await anext(news)
        chat.news.close()
        assert [items async for items in news] in ([], [()])
