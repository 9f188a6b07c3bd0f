"""What a role may see of what the API says, decided once: an allow-list per kind of object and role.

The Service API tells its caller far more than a visitor may know: prompts, inputs and outputs of nodes, dataset
ids, prices, the moderation word list. What is not on the list does not pass, so a field that a later server adds
stays hidden until somebody decides about it.
"""

from app.policy.cut import Policy, allow, reason
from app.policy.kinds import USUAL, Rules
from app.policy.lists import VISITOR, Role

__all__ = ["USUAL", "VISITOR", "Policy", "Role", "Rules", "allow", "reason"]
