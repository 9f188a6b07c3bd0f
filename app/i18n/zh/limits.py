from app.i18n.words.limits import LimitWords

LIMITS = LimitWords(
    error_limit_user_minute="每人每分钟可发送 {limit} 条消息，因此这条消息没有发送。您可以在{when}之后继续。",
    error_limit_user_day="每人每天可发送 {limit} 条消息，因此这条消息没有发送。您可以在{when}之后继续。",
    error_limit_user_uploads="每人每天可上传 {limit} 的文件，因此这个文件没有上传。您可以在{when}之后继续。",
    error_limit_address_minute="您所在的网络每分钟可发送 {limit} 条消息，因此这条消息没有发送。"
    "您可以在{when}之后继续。",
    error_limit_address_day="您所在的网络每天可发送 {limit} 条消息，因此这条消息没有发送。您可以在{when}之后继续。",
    error_limit_address_uploads="您所在的网络每天可上传 {limit} 的文件，因此这个文件没有上传。您可以在{when}之后继续。",
    error_limit_app_minute="此应用每分钟总共接收 {limit} 条消息，因此这条消息没有发送。您可以在{when}之后继续。",
    error_limit_app_day="此应用每天总共接收 {limit} 条消息，因此这条消息没有发送。您可以在{when}之后继续。",
    error_limit_app_uploads="此应用每天总共接收 {limit} 的文件，因此这个文件没有上传。您可以在{when}之后继续。",
    error_limit_address_runs="您所在的网络最多可同时生成 {limit} 个回答，现已达到"
    "上限，因此没有发送任何内容。请等待其中一个结束后重试。",
    error_limit_app_runs="此应用最多同时生成 {limit} 个回答，现已达到上限，因此没有发送任何内容。请稍候再试。",
    newcomers="新访客过多",
    newcomers_why="一小时内从您所在的网络首次来访的人数已达上限。请在约 {minutes} 分钟后重试。",
)
