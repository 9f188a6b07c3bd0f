"""What the app *Desk* says of itself, and the variables of its conversations."""

from app.embedded.profile import Profile
from app.embedded.storage import Kind

OPENING = """Welcome to **Lumen**, the lamp shop. This is the service desk: I take back and repair lamps, tell how
an order stands, and answer questions about the shop.

也可以用中文提问。"""

PROFILE = Profile(
    slug="desk",
    mode="advanced-chat",
    title="Lumen Service Desk",
    description="The service desk of a lamp shop that does not exist: orders, returns and repairs, with forms.",
    opening=OPENING,
    questions=(
        "I want to return the Aurora floor lamp and two Fjord desk lamps",
        "My Ember night light flickers",
        "Where is order L-1234?",
        "订单 L-2077 到哪了？",
    ),
    icon="💡",
    icon_background="#FEF9C3",
    colour="#B45309",
    placeholder="Ask about an order, a return or a repair…",
    disclaimer="A made-up shop: nothing that you enter is sent to anybody.",
    cites=True,
    shows_steps=True,
)

VARIABLES = (
    Kind("topic", "string", "", "What the conversation was about last."),
    Kind("ticket", "string", "", "The number of the last return or repair."),
    Kind("items", "array[string]", [], "What is to be returned or repaired."),
    Kind("turns", "number", 0, "How many questions the desk has answered."),
)
