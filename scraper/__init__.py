"""Web copies in, documents out: pure functions on frozen values, the network only in ``scraper.fetch``."""

from scraper.clean import clean, clean_capture, page_text

__all__ = ["clean", "clean_capture", "page_text"]
