"""Finding passages in a folder of documents: reading, segmenting, indexing and ranking them."""

from app.embedded.retrieval.documents import GuideError, Segment, check_folder
from app.embedded.retrieval.index import Index, Search
from app.embedded.retrieval.ranking import Passage

__all__ = ["GuideError", "Index", "Passage", "Search", "Segment", "check_folder"]
