"""Documents -> site pages, listings, feeds, exports.

Pure: nothing here reads a disk, a network or a clock. The plugin
(``gonghui.plugin``) brings the archive in and carries the pages out.
"""
