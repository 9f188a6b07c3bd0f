"""What the app *Guide* says of itself: its opening, its input form, its limits and its looks."""

from app.dify.models import FormField
from app.embedded.profile import Profile

TITLE = "Parley Guide"
DESCRIPTION = "Answers questions about Parley from its own documents, word for word, with sources."
DETAIL = ("short", "normal", "thorough")
MAX_SOURCES = 5

OPENING = """Hello! I am the **Guide**. Ask me about Parley, and I answer with passages from its documents:

- every answer names its **sources**, so that you can check it;
- I am set to **{{detail}}** answers: the form changes that;
- I am not a language model: what no document says, I do not know.

也可以用中文提问。"""

OPENING_QUESTIONS = (
    "What is Parley?",
    "How do I connect it to my own server?",
    "What happens when I reload the page in the middle of an answer?",
    "怎样快速开始？",
)

FORM = (
    FormField(
        type="text-input",
        label="Your name",
        variable="name",
        description="The first answer greets you with it.",
        default="",
        max_length=48,
    ),
    FormField(
        type="paragraph",
        label="What you are working on",
        variable="project",
        description="Passages that touch on it come first.",
        default="",
        max_length=400,
    ),
    FormField(
        type="select",
        label="Level of detail",
        variable="detail",
        description="Short: one passage, cut. Normal: the best passages. Thorough: all that fit.",
        required=True,
        default="normal",
        options=list(DETAIL),
    ),
    FormField(
        type="number",
        label="Sources at most",
        variable="sources",
        description=f"How many passages an answer may cite, 1 to {MAX_SOURCES}.",
        default=3,
    ),
    FormField(
        type="checkbox",
        label="Suggest next questions",
        variable="next_questions",
        description="Shows questions to go on with below each answer.",
        default=True,
    ),
)

PROFILE = Profile(
    slug="guide",
    mode="chat",
    title=TITLE,
    description=DESCRIPTION,
    opening=OPENING,
    questions=OPENING_QUESTIONS,
    icon="🧭",
    icon_background="#E0F2F1",
    colour="#0F766E",
    placeholder="Ask about Parley…",
    disclaimer="The Guide quotes documents; it is not a language model.",
    form=FORM,
    cites=True,
    suggests=True,
    pictures=True,
)
