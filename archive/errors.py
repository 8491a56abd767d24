"""The error tree of the project.

Every message says what, where and what to do, in English and Chinese::

    ArchiveError
    ├── Refused             an input that is not taken; the batch goes on (exit 1)
    │   ├── EmptySource
    │   ├── NotText
    │   ├── NeedsOffice     a paper that only LibreOffice reads, where there is none
    │   ├── NoDocument
    │   ├── Unreadable
    │   ├── TooLarge
    │   ├── Forbidden       robots.txt or a private address
    │   ├── EmptyFolder
    │   ├── UnsafeName      a member of an archive that points out of it
    │   ├── Unsupported     an address of another kind than http
    │   ├── BadRow          a row of a manifest
    │   └── Failed          a fault of ours on this one input
    ├── BrokenRecord        a record, ledger or rule file that cannot be read
    ├── UnknownId           an id that the archive does not hold
    ├── Locked              another run is writing
    ├── NotWritable         the folder, the disk or its space
    ├── NewerFormat         an archive of a later version of the project
    ├── BadBag              a bag that does not verify or holds no archive
    ├── BagInTheWay         a folder for a bag that holds something else
    ├── BadBasket           a basket of passages that cannot be read
    └── QueryError          a query that cannot be read; points at the place

A subclass carries its templates ``en`` and ``zh``; the fields are filled from
the keyword arguments of the constructor. ``str(error)`` is the English text;
the doors ask for :meth:`ArchiveError.message` in the user's language.
"""

from __future__ import annotations

from typing import ClassVar, NoReturn


class ArchiveError(Exception):
    """The root: ``en`` and ``zh`` are ``str.format`` templates over the keyword arguments."""

    en: ClassVar[str] = "{what}"
    zh: ClassVar[str] = "{what}"

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.message())

    def message(self, language: str = "en") -> str:
        """The message in ``language`` (``"zh"`` or anything else for English)."""
        template = self.zh if language == "zh" else self.en
        return template.format(**self.facts)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.facts)


def _rebuild(kind: type[ArchiveError], facts: dict[str, object]) -> ArchiveError:
    return kind(**facts)


class Refused(ArchiveError):
    """An input that is not taken; facts: ``where``, ``what``."""

    en = "{where}: {what}"
    zh = "{where}：{what}"


class EmptySource(Refused):
    """Facts: ``where``."""

    en = "{where}: the file holds no text; give a saved page or a text file"
    zh = "{where}：文件没有文字内容；请给出保存的网页或文本文件"


class EmptyFolder(Refused):
    """Facts: ``where``."""

    en = "{where}: there are no files in it; give a folder that holds saved pages"
    zh = "{where}：目录中没有文件；请给出存有网页的目录"


class UnsafeName(Refused):
    """Facts: ``where``."""

    en = "{where}: not read: this name points out of the archive; pack it anew with plain names"
    zh = "{where}：未读取：该名称指向压缩包之外；请用普通文件名重新打包"


class Unsupported(Refused):
    """Facts: ``where``."""

    en = "{where}: unsupported address; taken are http, https, s3, gs, az, sftp, file"
    zh = "{where}：不支持的地址；可用 http、https、s3、gs、az、sftp、file"


class BadRow(Refused):
    """Facts: ``where`` (list and line), ``what``, ``what_zh``."""

    en = "{where}: {what}; mend the row and run again"
    zh = "{where}：{what_zh}；请改正该行后重新运行"


class NotText(Refused):
    """Facts: ``where``, ``found`` (what the bytes are)."""

    en = ("{where}: this is {found}, not text; accepted are HTML, text, Markdown, DOCX, MHTML, WARC and ZIP; "
          "with LibreOffice also DOC, RTF and ODT")
    zh = ("{where}：这是{found}，不是文本；可接受 HTML、文本、Markdown、DOCX、MHTML、WARC 和 ZIP；"
          "装有 LibreOffice 时还有 DOC、RTF 和 ODT")


class NeedsOffice(Refused):
    """Facts: ``where``, ``found`` (what the file is)."""

    en = "{where}: this is {found}; install LibreOffice to have it read, or save it as DOCX"
    zh = "{where}：这是{found}；请安装 LibreOffice 后再读取，或另存为 DOCX"


class NoDocument(Refused):
    """Facts: ``where``, ``reason`` (English), ``reason_zh``."""

    en = "{where}: the page holds no document: {reason}"
    zh = "{where}：页面中没有文稿：{reason_zh}"


class Unreadable(Refused):
    """Facts: ``where``, ``reason``."""

    en = "{where}: cannot be read: {reason}; check the path, the permission or the address"
    zh = "{where}：无法读取：{reason}；请检查路径、权限或网址"


class TooLarge(Refused):
    """Facts: ``where``, ``size``, ``limit`` (bytes)."""

    en = "{where}: {size} bytes exceed the limit of {limit}; split it or raise the limit"
    zh = "{where}：{size} 字节，超过上限 {limit}；请拆分或调高上限"


class Forbidden(Refused):
    """Facts: ``where``, ``what``, ``what_zh``."""

    en = "{where}: not fetched: {what}"
    zh = "{where}：未抓取：{what_zh}"


class Failed(Refused):
    """A fault of the project on one input. Facts: ``where``, ``error``."""

    en = "{where}: cleaning failed on this input ({error}); please report it with the file"
    zh = "{where}：清洗此输入时出错（{error}）；请附上该文件反馈给我们"


class BrokenRecord(ArchiveError):
    """Facts: ``where``, ``what``."""

    en = "{where}: {what}; restore the file or run `gonghui check`"
    zh = "{where}：{what}；请恢复该文件，或运行 `gonghui check`"


def stop(error: ArchiveError) -> NoReturn:
    """What to do with an error where nothing else is asked for: raise it."""
    raise error


class UnknownId(ArchiveError):
    """Facts: ``id``, ``archive``."""

    en = "{id}: no such document in {archive}; `gonghui search` lists ids"
    zh = "{id}：{archive} 中没有这篇文稿；可用 `gonghui search` 查找编号"


class Locked(ArchiveError):
    """Facts: ``where``, ``holder``."""

    en = "{where}: another run is writing here ({holder}); wait for it to end and try again"
    zh = "{where}：另一进程正在写入（{holder}）；请等它结束后重试"


class NotWritable(ArchiveError):
    """Facts: ``where``, ``reason``."""

    en = "{where}: cannot be written: {reason}; check permissions and free space, what was stored before is kept"
    zh = "{where}：无法写入：{reason}；请检查权限和磁盘空间，此前已保存的内容不受影响"


class NewerFormat(ArchiveError):
    """Facts: ``where``, ``found``, ``known`` (versions)."""

    en = "{where}: archive format {found} is not the known {known}; use a newer version of gonghui"
    zh = "{where}：档案格式版本为 {found}，本程序只认识 {known}；请使用更新版本的 gonghui"


class BadBag(ArchiveError):
    """Facts: ``where``, ``what``, ``what_zh``."""

    en = "{where}: this bag is not taken: {what}; have it made again with `gonghui export --bag`"
    zh = "{where}：不接收此 BagIt 包：{what_zh}；请用 `gonghui export --bag` 重新导出"


class BagInTheWay(ArchiveError):
    """Facts: ``where``."""

    en = "{where}: there is something already; name a folder that does not exist or is empty"
    zh = "{where}：该处已有内容；请给出不存在的或空的目录"


class BadBasket(ArchiveError):
    """Facts: ``where``, ``what``, ``what_zh``."""

    en = "{where}: this is not taken as a basket: {what}; save it again on the page /basket/ of the site"
    zh = "{where}：无法作为备课篮读取：{what_zh}；请在网站的“备课篮”页重新保存"


class QueryError(ArchiveError):
    """A query that cannot be read; facts: ``query``, ``at`` (code point offset), ``what``, ``what_zh``."""

    en = "at character {at} of the query: {what}"
    zh = "检索式第 {at} 个字符处：{what_zh}"

    def message(self, language: str = "en") -> str:
        """The message; persons count characters from 1, the fact ``at`` from 0."""
        at = self.facts.get("at")
        template = self.zh if language == "zh" else self.en
        return template.format(**self.facts | {"at": at + 1 if isinstance(at, int) else at})


class QueryCutOff(ArchiveError):
    """A query that took more than the server gives to one; fact: ``limit``."""

    en = "the query was cut off after {limit}; add a rarer word or a filter, or ask `gonghui search`, which has none"
    zh = "检索超过 {limit_zh}，已中断；请加一个较少见的词或筛选条件，或使用没有限制的 `gonghui search`"
