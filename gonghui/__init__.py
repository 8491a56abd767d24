"""The doors: command line, MkDocs plugin, local server. Thin, with no rules of their own."""
