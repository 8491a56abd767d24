"""The document model, the record format and the store.

The base layer: nothing here imports ``scraper``, ``search``, ``publish`` or
``gonghui``.
"""
