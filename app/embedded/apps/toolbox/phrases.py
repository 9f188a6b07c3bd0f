"""The Toolbox's own words around what its tools find, in English and in Chinese."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    language: str
    first: str
    then: str
    failed: str
    nothing: str
    comma: str
    questions: tuple[str, ...]


ENGLISH = Phrases(
    language="en_US",
    first="For this I use: {tools}.",
    then="And once more: {tools}.",
    failed="{label} could not do this ({given}): {reason}.",
    nothing="""I answer with tools, and none of them fits that question. What I can do:

- **reckon**: `12*(3+4)`, `20% of 50`, `sqrt(2)`, `5!`
- tell **the time** in a city, **the weekday** of a date, **the days** between two dates, or the date 90 days from now
- **convert units** of length, mass, temperature, volume, speed, area, time and data: 5 km in miles
- draw **a bar, line or pie chart** of what you list: a bar chart of apples: 3, pears: 5

One question may ask for several of these.""",
    comma=", ",
    questions=(
        "What is 12*(3+4), what time is it in Tokyo, and draw a bar chart of apples: 3, pears: 5",
        "How many days are there between 2024-02-29 and 2028-02-29?",
        "Convert 100 °F to °C",
        "Draw a pie chart of rent 800, food 450 and fun 150",
    ),
)

CHINESE = Phrases(
    language="zh_Hans",
    first="这个问题要用到：{tools}。",
    then="再用一次：{tools}。",
    failed="{label}没能完成（{given}）：{reason}。",
    nothing="""我用工具回答问题，但没有工具适合这个问题。我能做的有：

- **计算**：`12*(3+4)`、50的20%、2的10次方、`sqrt(2)`
- 查询某个城市的**时间**、某天是**星期几**、两个日期**相隔几天**、100天后是哪天
- **换算单位**：长度、质量、温度、体积、速度、面积、时间、数据量，例如 5公里等于多少英里
- 画**柱状图、折线图或饼图**，例如 画一个柱状图：苹果3，梨5

一个问题里可以同时要求好几样。""",
    comma="、",
    questions=(
        "计算12*(3+4)，东京现在几点？再画一个柱状图：苹果3，梨5",
        "2024年1月1日到2024年12月25日有多少天？",
        "100华氏度是多少摄氏度？",
        "画一个饼图：房租800，吃饭450，娱乐150",
    ),
)
