"""The command line as a user calls it, in its own process or in this one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gonghui import cli

TEXT = """网站首页 > 领导讲话 > 正文
在全县工会工作会议上的讲话
(2013年3月7日)
同志们：
　　今天召开全县工会工作会议，主要任务是总结去年工作，部署今年任务。刚才，县总工会作了工作报告，我都同意。
　　一、认清形势，增强做好工会工作的责任感
　　过去一年，全县各级工会组织围绕中心、服务大局，新建基层工会126家，发展会员8,430人，帮扶困难职工312户，成绩来之不易。
　　二、突出重点，努力开创工会工作新局面
　　要广泛开展劳动竞赛，维护职工合法权益，关心困难职工生活，把党和政府的温暖送到职工心坎上，推动工会工作再上新台阶。
　　同志们，让我们振奋精神、扎实工作，为全县经济社会发展作出新的更大的贡献！
上一篇：关于召开会议的通知
【打印】【关闭】
"""


@dataclass(frozen=True)
class Said:
    """What a call of the command line gave."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Call = Callable[..., Said]


@pytest.fixture
def gonghui(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """``gonghui("scrape", ...)`` in this process, on the archive ``tmp_path/archive``."""
    monkeypatch.setenv("GONGHUI_ARCHIVE", str(tmp_path / "archive"))

    def call(*arguments: object) -> Said:
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            cli.main([str(a) for a in arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Said(int(end.value.code or 0), out, err)

    return call


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A saved text copy that holds one speech."""
    path = tmp_path / "speech.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def process(*arguments: object, **more: Any) -> subprocess.CompletedProcess[str]:
    """The command line in its own process."""
    call = [sys.executable, "-m", "gonghui", *map(str, arguments)]
    return subprocess.run(call, text=True, capture_output=True, timeout=120, check=False, **more)
