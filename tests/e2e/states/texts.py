"""What the apps of the states say and ask for."""

from typing import Any

from ..script import picture

TEXT = """Three things matter here, and **one** of them is easy to miss:

1. A run belongs to the server.
2. A tab only *follows* it.
3. A reload loses nothing.

| Event | What a page does |
|---|---|
| `message` | appends |
| `message_replace` | replaces |

```python
async for event in events:
    draft = fold(draft, event)
```
"""
MIXED = """# عنوان بالعربية

An English paragraph with `code` in it.

سطر بالعربية وفيه `code` و [رابط](https://example.org/).

`fold` تعني الطي، و $$x^2$$ معادلة بالعربية.

- An item
- نقطة بالعربية

1. أولا
2. Second

> اقتباس بالعربية

| الاسم | Worth |
|---|---|
| المصباح | 12 |

```python
x = 1
```
"""
SOURCES = [
    {"position": 1, "document_name": "How answers travel", "content": "A run belongs to the server.", "score": 0.92},
    {"position": 2, "document_name": "Limits", "content": "A tab only follows.", "score": 0.41},
]
FORM = [
    {"text-input": {"label": "Your name", "variable": "name", "required": True, "max_length": 20}},
    {"select": {"label": "Region", "variable": "region", "required": True, "options": ["EU", "US"]}},
    {"paragraph": {"label": "What you work on", "variable": "work", "required": False}},
]

# The app that has everything: it shows its flow's steps, has icons for its tools and takes files of every kind.
FULL: dict[str, Any] = {
    "site": {"show_workflow_steps": True},
    "tool_icons": {"look_up": {"background": "#DCFCE7", "content": "🔎"}, "draw": picture(64, 64)},
    "file_upload": {
        "enabled": True,
        "allowed_file_types": ["image", "document", "audio", "video"],
        "allowed_file_extensions": [],
        "allowed_file_upload_methods": ["local_file", "remote_url"],
        "number_limits": 5,
        "image": {"enabled": True, "number_limits": 5, "transfer_methods": ["local_file", "remote_url"]},
    },
    "system_parameters": {"image_file_size_limit": 1, "file_size_limit": 1},
}
