"""Documents to site pages, listings, feeds and exports."""
