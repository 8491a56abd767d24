"""The Whoosh index, the query language, the export to the browser."""
