"""The training room: what past documents have in common and how they differ.

Works on texts alone; ``publish`` makes pages of what comes out, ``gonghui`` commands.
"""
