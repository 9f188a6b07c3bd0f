from app.i18n.words.taking import TakingWords

TAKING = TakingWords(
    taken_from="{app}, as it was on {date}",
    taken_in_part="The app could not be asked for the whole conversation. This is what this page's own server has "
    "of it: messages may be missing.",
    taken_version="Version {number} of {count}: this answer has other versions, which are not included here.",
    taken_running="This answer was still being written.",
    list_in_part="The app could not be asked for the whole list of conversations. Some may be missing here, and "
    "others be incomplete; try again later.",
)
