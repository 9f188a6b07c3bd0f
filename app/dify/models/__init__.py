"""The bodies of the Chat App API: what it answers and what it is sent, outside the event stream."""

from app.dify.models.answers import AnnotationAuthor, AnnotationReply, ChatAnswer, Metadata, RetrieverResource, Usage
from app.dify.models.app_info import AppFeedback, AppFeedbackPage, AppInfo, Icon, Meta, Site
from app.dify.models.conversations import UNNAMED, Conversation, ConversationPage, Renamed, Variable, VariablePage
from app.dify.models.files import FileInput, FileType, MessageFile, TransferMethod, UploadedFile
from app.dify.models.forms import FormAction, HumanInputForm
from app.dify.models.messages import Feedback, Message, MessagePage, Rating, Suggestions
from app.dify.models.parameters import (
    FileUpload,
    FormField,
    ImageUpload,
    Parameters,
    Switch,
    SystemParameters,
    TextToSpeech,
)
from app.dify.models.upkeep import Annotation, AnnotationPage, EndUser, Job, Result, Transcript, WorkflowRun

__all__ = [
    "UNNAMED",
    "Annotation",
    "AnnotationAuthor",
    "AnnotationPage",
    "AnnotationReply",
    "AppFeedback",
    "AppFeedbackPage",
    "AppInfo",
    "ChatAnswer",
    "Conversation",
    "ConversationPage",
    "EndUser",
    "Feedback",
    "FileInput",
    "FileType",
    "FileUpload",
    "FormAction",
    "FormField",
    "HumanInputForm",
    "Icon",
    "ImageUpload",
    "Job",
    "Message",
    "MessageFile",
    "MessagePage",
    "Meta",
    "Metadata",
    "Parameters",
    "Rating",
    "Renamed",
    "Result",
    "RetrieverResource",
    "Site",
    "Suggestions",
    "Switch",
    "SystemParameters",
    "TextToSpeech",
    "Transcript",
    "TransferMethod",
    "UploadedFile",
    "Usage",
    "Variable",
    "VariablePage",
    "WorkflowRun",
]
