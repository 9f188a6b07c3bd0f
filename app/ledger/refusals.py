"""Why a question, or a step of an agent's, is not recorded."""


class AskedAlready(Exception):
    """There is a turn of that id: the message was taken before, from this tab or another."""


class WithPerson(Exception):
    """A person has the conversation: nothing in it is asked of the app."""


class Elsewhere(Exception):
    """Another agent has the conversation, ``agent`` by their user id; or, with an empty one, nobody has."""

    def __init__(self, agent: str) -> None:
        super().__init__(agent)
        self.agent = agent
