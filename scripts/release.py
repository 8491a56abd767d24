"""What is handed out for a version: wheel, sdist, SBOM, licences and their checksums, tried in a bare environment.

``make release`` takes a clean checkout whose tag is ``v<version>`` and whose
changelog tells of that version; ``make release SNAPSHOT=1`` takes any state and
says so. Nothing is uploaded.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = """在临江县总工会工作会议上的讲话
(2013年3月7日)
同志们：
　　今天召开全县工会工作会议，主要任务是总结去年工作，部署今年任务。
　　一、认清形势，增强做好工会工作的责任感
　　过去一年，全县各级工会组织围绕中心、服务大局，新建基层工会126家，成绩来之不易。
　　二、突出重点，努力开创工会工作新局面
　　要广泛开展劳动竞赛，维护职工合法权益，关心困难职工生活，推动工会工作再上新台阶。
　　同志们，让我们扎实工作，为全县经济社会发展作出新的更大的贡献！
"""
"""An invented speech to try the installed command line with."""


def version() -> str:
    """The version that ``pyproject.toml`` tells."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def faults(number: str) -> list[str]:
    """Why this state is not the release ``number``."""
    out = []
    if _git("status", "--porcelain"):
        out.append("the checkout holds changes that are not committed")
    if f"v{number}" not in _git("tag", "--points-at", "HEAD").split():
        out.append(f"HEAD does not bear the tag v{number}")
    if not re.search(rf"^## {re.escape(number)}\b", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M):
        out.append(f"CHANGELOG.md has no section {number}")
    return out


def make(target: Path) -> list[Path]:
    """Build wheel and sdist into ``target``, the wheel from the sdist; their paths."""
    target.mkdir(parents=True, exist_ok=True)
    # without isolation: what builds is what the lock names
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", target, ROOT)
    return sorted([*target.glob("*.whl"), *target.glob("*.tar.gz")])


def bare(folder: Path, package: Path, *, locked: bool = True) -> Path:
    """A new environment that holds ``package`` and what the lock names; its Python.

    With ``locked=False`` nothing is fetched: the libraries are those of the running environment.
    """
    venv.create(folder, with_pip=locked, clear=True)
    python = folder / "bin" / "python"
    if locked:
        quiet = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        _run(python, *quiet, "--require-hashes", "-r", ROOT / "requirements.lock")
        _run(python, *quiet, "--no-deps", "--no-build-isolation", package)
        _run(python, "-m", "pip", "check")
    else:
        own = next((folder / "lib").glob("python*/site-packages"))
        # a path line is read once: the link to this checkout in those packages is not followed
        (own / "libraries.pth").write_text("\n".join(p for p in sys.path if p.endswith("site-packages")) + "\n")
        _run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check",
             "--no-deps", "--no-build-isolation", "--no-index", package)
    return python


def try_out(python: Path) -> None:
    """Use the installed command line in an empty folder: an archive is made, searched, checked, published."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "speech.txt").write_text(PAGE, encoding="utf-8")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("GONGHUI", "PYTHON"))}

        def call(*arguments: str) -> str:
            return _run(python, "-I", "-m", "gonghui", *arguments, cwd=folder, env=environment)

        call("scrape", "speech.txt")
        call("check")
        call("build")
        if '"total": 1' not in call("search", "法权益", "--json"):
            raise SystemExit("the installed search does not find what was stored")
        for name in ("archive/FORMAT", "site/index.html", "site/search/index.html"):
            if not (Path(folder) / name).is_file():
                raise SystemExit(f"the installed command line made no {name}")


def bill(python: Path, target: Path) -> Path:
    """The software bill of materials (CycloneDX) of the environment that ``python`` belongs to."""
    _run(sys.executable, "-m", "cyclonedx_py", "environment", python, "--pyproject", ROOT / "pyproject.toml",
         "--output-reproducible", "--output-format", "JSON", "--output-file", target)
    return target


def _run(*arguments: object, **more: object) -> str:
    done = subprocess.run([str(a) for a in arguments], text=True, capture_output=True, check=False, **more)  # type: ignore[call-overload]
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
    return str(done.stdout)


def _git(*arguments: str) -> str:
    return _run("git", "-C", ROOT, *arguments).strip()


def main() -> None:
    """Make the release, or say why this is none."""
    number = version()
    if os.environ.get("SNAPSHOT"):
        print(f"a snapshot of {number}, no release")
    elif found := faults(number):
        raise SystemExit("no release: " + "; ".join(found) + " (SNAPSHOT=1 makes the files all the same)")
    target = ROOT / "dist"
    shutil.rmtree(target, ignore_errors=True)
    made = make(target)
    with tempfile.TemporaryDirectory() as folder:
        for package in made:
            python = bare(Path(folder) / package.suffix.strip("."), package)
            try_out(python)
            print(f"{package.name}: installs and works")
        made.append(bill(python, target / f"gonghui_archive-{number}.cdx.json"))
    made.append(target / f"gonghui_archive-{number}.licences.tsv")
    made[-1].write_text(_run(sys.executable, ROOT / "scripts/licences.py"), encoding="utf-8")
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made)
    (target / "SHA256SUMS").write_text(sums)
    print(sums, end="")


if __name__ == "__main__":
    main()
