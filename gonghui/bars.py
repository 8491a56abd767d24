"""What a bar on long work shows: how much is done, how fast it goes, what time is left. Rich is slow to load."""

from __future__ import annotations

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class Rate(ProgressColumn):
    """Steps a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.1f}/s", style="progress.data.speed")


def bars() -> Progress:
    """On standard error; gone when the work is done. Tasks bear a field ``label``: what was done last."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn(), Rate(), TimeElapsedColumn(),
        TimeRemainingColumn(), TextColumn("{task.fields[label]}", markup=False),
        console=Console(stderr=True), transient=True, speed_estimate_period=60)
