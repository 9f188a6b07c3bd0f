"""The desk's words, in English and in Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    chinese: bool
    form: Mapping[str, str]
    settlements: Mapping[str, tuple[str, ...]]
    begun: Mapping[str, str]
    thing: str
    submit: str
    call: str
    cancel: str
    submitted: str
    called: str
    cancelled: str
    late: str
    order: str
    no_order: str
    other: str
    comma: str


_RETURN_FORM = """### Return {ticket}

You are sending back {items}.

What is the reason?

{{{{#$output.reason#}}}}

What would you like instead?

{{{{#$output.settlement#}}}}"""

_REPAIR_FORM = """### Repair {ticket}

The workshop will look at {items}.

What is wrong?

{{{{#$output.reason#}}}}

How should it travel?

{{{{#$output.settlement#}}}}"""

_CHINESE_RETURN_FORM = """### 退货 {ticket}

要退的是：{items}。

原因是什么？

{{{{#$output.reason#}}}}

您希望怎样处理？

{{{{#$output.settlement#}}}}"""

_CHINESE_REPAIR_FORM = """### 维修 {ticket}

要修的是：{items}。

哪里有问题？

{{{{#$output.reason#}}}}

怎样送修？

{{{{#$output.settlement#}}}}"""

ENGLISH = Phrases(
    chinese=False,
    form={"return": _RETURN_FORM, "repair": _REPAIR_FORM},
    settlements={
        "return": ("Refund", "Replacement", "Voucher"),
        "repair": ("Pick it up at my door", "I bring it to the shop", "I send it by post"),
    },
    begun={
        "return": "I can take {items} back. I have opened ticket **{ticket}**; please tell me more in the form.",
        "repair": "I am sorry about {items}. Ticket **{ticket}** is open at the workshop; please fill in the form.",
    },
    thing="the lamp",
    submit="Send in",
    call="Call me instead",
    cancel="Cancel",
    submitted="Thank you. Ticket **{ticket}** is complete: {settlement}. A label comes by e-mail within the hour.",
    called="A colleague will call you about ticket **{ticket}** today.",
    cancelled="Ticket **{ticket}** is cancelled; nothing will happen. You can ask again at any time.",
    late="Nobody answered the form of ticket **{ticket}** in time, so it is closed. Ask again and I open a new one.",
    order="Order **{order}** {state}.",
    no_order="Please tell me the order's number: it looks like L-1234 and stands in your confirmation.",
    other="""I am the service desk of **Lumen**, a lamp shop. I can

- **take back** or **repair** a lamp: “I want to return the Aurora and two Fjords”
- tell how **an order** stands: “Where is order L-1234?”
- answer questions about shipping, warranty, bulbs and opening hours""",
    comma=", ",
)

CHINESE = Phrases(
    chinese=True,
    form={"return": _CHINESE_RETURN_FORM, "repair": _CHINESE_REPAIR_FORM},
    settlements={"return": ("退款", "换货", "代金券"), "repair": ("上门取件", "我送到店里", "我寄过去")},
    begun={
        "return": "{items}可以退。我已登记，单号 **{ticket}**；请在表单里再补充一点信息。",
        "repair": "很抱歉{items}出了问题。我已登记维修，单号 **{ticket}**；请填写表单。",
    },
    thing="这盏灯",
    submit="提交",
    call="请给我打电话",
    cancel="取消",
    submitted="谢谢。**{ticket}** 已办妥：{settlement}。一小时内您会收到含运单的邮件。",
    called="同事今天会就 **{ticket}** 给您打电话。",
    cancelled="**{ticket}** 已取消，不会有任何后续。您随时可以再问。",
    late="**{ticket}** 的表单没有按时填写，我已将其关闭。再问一次，我会重新登记。",
    order="订单 **{order}** {state}。",
    no_order="请告诉我订单号：形如 L-1234，在确认邮件里。",
    other="""我是灯具店 **Lumen** 的服务台。我可以

- 办理灯具的**退货**或**维修**：“我想退掉Aurora和Fjord”
- 查询**订单**的状态：“订单 L-1234 到哪了？”
- 回答配送、保修、灯泡和营业时间的问题""",
    comma="、",
)
