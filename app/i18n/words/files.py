"""Files, and what is wrong with one."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class FileWords:
    # Files.
    attachments: str
    files_of_answer: str
    picture: str
    preview: str
    previous: str
    next: str
    download: str
    close: str
    cancel: str
    attach_files: str
    attach_link: str
    file_address: str
    add_link: str
    drop_files: str
    uploading: str
    cancel_upload: str
    remove_file: str
    wait_for_upload: str

    # What is wrong with a file.
    file_type_refused: str
    file_too_large: str
    files_too_many: str
    files_too_many_here: str
    file_empty: str
    uploads_off: str
    files_by_address: str
    url_not_allowed: str
    url_wrong: str
    upload_failed: str
    file_gone: str

    # What stands in a file's place.
    no_such_file: str
    file_away: str
