"""Everything that a browser can call, each with its rule: a handler of the page's socket, or a route.

One that is not listed here fails a test: whoever adds one decides what it may be asked for, and by whom.
"""

from enum import Enum


class Rule(Enum):
    OWN = "acts on what is the caller's own, and takes no id of anything"
    LOOKED_UP = "takes an id that is looked up under the caller, in the tab's app"
    SHOWN = "takes an id of what stands in the tab's own thread; any other is nothing"
    LINK = "is open to whoever has the link"
    OPEN = "tells nothing of anybody"
    SERVER = "is of the server and of no app, and tells more than that it is well to its operator alone"
    DOOR = "is of no app: it makes somebody of nobody, or nobody of somebody, or gives them what they had as a visitor"
    SERVES = "is of everybody's conversations, in the apps that are there for a service agent; for others it is nothing"


OWN, LOOKED_UP, SHOWN, LINK, OPEN, SERVER, DOOR, SERVES = Rule

HANDLERS = {
    "AccountState.look": OWN,
    "AccountState.revoke": DOOR,
    "ConsoleBesideState.assign": SERVES,
    "ConsoleBesideState.drop_label": SERVES,
    "ConsoleBesideState.look": SERVES,
    "ConsoleBesideState.put_label": SERVES,
    "ConsoleBringingState.bring": SERVES,
    "ConsoleNotesState.drop": SERVES,
    "ConsoleNotesState.read": SERVES,
    "ConsoleNotesState.save": SERVES,
    "ConsoleNumbersState.arrive": SERVES,
    "ConsoleNumbersState.look": SERVES,
    "ConsoleQualityState.arrive": SERVES,
    "ConsoleQualityState.mark": SERVES,
    "ConsoleQualityState.narrow": SERVES,
    "ConsoleQualityState.read": SERVES,
    "ConsoleQualityState.show_more": SERVES,
    "ConsoleReferencesState.look": SERVES,
    "ConsoleDraftState.ask_again": SERVES,
    "ConsoleDraftState.discard": SERVES,
    "ConsoleDraftState.draft": SERVES,
    "ConsoleDraftState.stop": SERVES,
    "ConsoleReplyState.hand_back": SERVES,
    "ConsoleReplyState.look_back": SERVES,
    "ConsoleReplyState.rather_not": SERVES,
    "ConsoleReplyState.say": SERVES,
    "ConsoleReplyState.take": SERVES,
    "ConsoleState.choose_view": SERVES,
    "ConsoleState.count": SERVES,
    "ConsoleState.drop_view": SERVES,
    "ConsoleState.follow": SERVES,
    "ConsoleState.keep_view": SERVES,
    "ConsoleState.look_for": SERVES,
    "ConsoleState.narrow": SERVES,
    "ConsoleState.read": SERVES,
    "ConsoleState.read_on": SERVES,
    "ConsoleState.widen": SERVES,
    "ConsoleThreadState.close": SERVES,
    "ConsoleThreadState.follow": SERVES,
    "ConsoleThreadState.look": SERVES,
    "ConsoleThreadState.mark_unread": SERVES,
    "ConsoleThreadState.open": SERVES,
    "ConsoleThreadState.read_older": SERVES,
    "ConsoleThreadState.put_status": SERVES,
    "ConsoleThreadState.renew": SERVES,
    "ConsoleThreadState.stream": SERVES,
    "ConsoleThreadState.tell_anew": SERVES,
    "ConsoleThreadState.write": SERVES,
    "ConversationsState.hide": OWN,
    "ConversationsState.older": OWN,
    "ConversationsState.opened": LOOKED_UP,
    "ConversationsState.refresh": OWN,
    "ConversationsState.toggle": OWN,
    "DraftState.follow": LOOKED_UP,
    "DraftState.follow_anew": OWN,
    "FrontendEventExceptionState.handle_frontend_exception": OPEN,
    "FrameState.arrive": OWN,
    "GivenState.look": OWN,
    "KeepingState.archive": LOOKED_UP,
    "KeepingState.delete": LOOKED_UP,
    "KeepingState.dismiss": OWN,
    "KeepingState.make_title": LOOKED_UP,
    "KeepingState.pin": LOOKED_UP,
    "KeepingState.rename": LOOKED_UP,
    "KeepingState.restore": LOOKED_UP,
    "NewsState.follow": OWN,
    "OnLoadInternalState.on_load_internal": OPEN,
    "PortalSearchState.leave": OWN,
    "PortalSearchState.look": OWN,
    "PortalState.follow": OWN,
    "PortalState.look": OWN,
    "PortalState.read": OWN,
    "SearchState.leave": OWN,
    "SearchState.look": OWN,
    "SessionState.enter": OWN,
    "SessionState.lose": OWN,
    "SessionState.speak_language": OWN,
    "TakingState.ask_whether_sure": OWN,
    "TakingState.erase_all": OWN,
    "TakingState.look": OWN,
    "TakingState.rather_not": OWN,
    "TakingState.revoke": LOOKED_UP,
    "TakingState.share": OWN,
    "ThreadState.answer_form": LOOKED_UP,
    "ThreadState.arrive": OWN,
    "ThreadState.call_person": OWN,
    "ThreadState.change_details": OWN,
    "ThreadState.edit": SHOWN,
    "ThreadState.hear": LOOKED_UP,
    "ThreadState.load": LOOKED_UP,
    "ThreadState.look_after": LOOKED_UP,
    "ThreadState.move": LOOKED_UP,
    "ThreadState.older": OWN,
    "ThreadState.ours_failed": OWN,
    "ThreadState.rate": SHOWN,
    "ThreadState.read_again": OWN,
    "ThreadState.regenerate": SHOWN,
    "ThreadState.rejoin": OWN,
    "ThreadState.retry": LOOKED_UP,
    "ThreadState.see_stopped": LOOKED_UP,
    "ThreadState.send": LOOKED_UP,
    "ThreadState.show_version": SHOWN,
    "ThreadState.start": OWN,
    "ThreadState.stop": OWN,
    "ThreadState.stop_again": LOOKED_UP,
    "ThreadState.tell_anew": OWN,
    "ThreadState.watch": LOOKED_UP,
    "UpdateVarsInternalState.update_vars_internal": OPEN,
    "VariablesState.change": OWN,
    "VariablesState.look": OWN,
}

ROUTES = {
    "GET /export": OWN,
    "GET /export/{conversation}/{kind}": LOOKED_UP,
    "POST /files": OWN,
    "POST /files/link": OWN,
    "GET /files/{file_id:uuid}": LOOKED_UP,
    "DELETE /files/{file_id:uuid}": LOOKED_UP,
    "POST /audio": OWN,
    "GET /speech/{turn_id}": LOOKED_UP,
    "GET /speech/run/{turn_id}": LOOKED_UP,
    "GET /icons/{name:path}": OPEN,
    "GET /manifest.webmanifest": OPEN,
    "GET /s/{token}": LINK,
    "GET /healthz": SERVER,
    "GET /readyz": SERVER,
    "GET /metrics": SERVER,
    "GET /sign-in": DOOR,
    "POST /sign-in": DOOR,
    "GET /sign-in/begin": DOOR,
    "GET /sign-in/back": DOOR,
    "POST /sign-out": DOOR,
    "GET /console/numbers.csv": SERVES,
    "POST /console/files/{app}/{conversation}": SERVES,
    "GET /console/files/{app}/{conversation}/{file_id:uuid}": SERVES,
    "DELETE /console/files/{app}/{conversation}/{file_id:uuid}": SERVES,
    "GET /sign-in/keep": DOOR,
    "POST /sign-in/keep": DOOR,
}

# What is there once, whatever apps there are.
EVERYWHERE = {
    "GET /embed.js": OPEN,
}

# Those of a page within another site's page, below /embed/{app}.
FRAMED = {
    "GET /origins": OPEN,
    "POST /address": OWN,
}
