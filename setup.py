"""Puts the hand-written pages and the theme into the package, so that an installed wheel can build a site."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithPages(build_py):
    """``docs/`` and ``mkdocs.yml`` as ``publish/docs`` and ``publish/mkdocs.yml``; not in an editable install."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib) / "publish"
            shutil.copytree("docs", target / "docs", dirs_exist_ok=True)
            shutil.copy("mkdocs.yml", target / "mkdocs.yml")


setup(cmdclass={"build_py": BuildWithPages})
