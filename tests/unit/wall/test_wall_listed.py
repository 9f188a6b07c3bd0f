"""No handler and no route is there without a rule, and no rule without a handler or a route."""

from functools import reduce

from starlette.routing import Route

from app.routes import ROUTES as SERVED
from tests.unit.wall.cases import HANDLER_CASES, ROUTE_CASES
from tests.unit.wall.listed import FROM_REFLEX, handlers
from tests.unit.wall.rules import ADMIN, DOOR, EVERYWHERE, FRAMED, HANDLERS, LOOKED_UP, ROUTES, SERVER, SERVES, SHOWN

BELOW = "/apps/{app}", "/embed/{app}"
OF_APPS = {name for name, rule in ROUTES.items() if rule not in (SERVER, DOOR, SERVES, ADMIN)}


def names(route: Route) -> set[str]:
    path = reduce(str.removeprefix, BELOW, route.path)
    return {f"{method} {path}" for method in (route.methods or ()) if method != "HEAD"}


def below(place: str) -> set[str]:
    return set().union(*(names(route) for route in SERVED if route.path.startswith(place)))


def test_every_handler_that_a_socket_can_call_has_a_rule():
    assert handlers() == set(HANDLERS)


def test_of_reflex_s_own_none_sets_a_var_of_ours():
    """``setvar`` calls a var's setter, and ours have none."""
    assert {"hydrate", "hydrate_and_load", "set_is_hydrated", "setvar"} == FROM_REFLEX
    assert [name for name in handlers() if name.partition(".")[2].startswith("set_")] == []


def test_every_route_has_a_rule_for_the_only_app_and_below_each_of_several():
    alone = [route for route in SERVED if not route.path.startswith(BELOW)]
    assert set().union(*map(names, alone)) == {*ROUTES, *EVERYWHERE}
    assert below("/apps/{app}") == OF_APPS


def test_every_route_of_a_page_within_another_site_s_page_has_a_rule():
    assert below("/embed/{app}") == {*OF_APPS, *FRAMED} - {"GET /manifest.webmanifest"}


def test_each_that_takes_an_id_is_tried_with_others_ids():
    assert set(HANDLER_CASES) == {name for name, rule in HANDLERS.items() if rule in (LOOKED_UP, SHOWN)}
    assert set(ROUTE_CASES) == {name for name, rule in ROUTES.items() if rule is LOOKED_UP}
