"""
The index of all pages, joined from the engine's indexes of parts of them.

The engine can only index all pages anew. But what it makes are lists of words with the pages
on which each stands, so the lists of parts that follow each other can be joined, and a part
whose pages are as before need not be indexed again. What comes out is, to the byte, what the
engine makes of all pages at once. Nothing here knows of words or of the handbook.

The files are arrays in CBOR (RFC 8949), as Pagefind 1.5 writes them: of a page its name and
its number of words; of a word its pages and its spellings with accents, which have pages too;
of a page of a word its distance from the one before it, and its places in text and metadata.
"""

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha1
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from .search_engine import SearchError

_MARK = b"pagefind_dcd"  # begins every file of the engine, before packing
_CHUNK = 20_000  # so many numbers are enough for a file of the index
_UNSIGNED, _TEXT, _ARRAY = 0, 3, 4

_NUMBER = rb"(?:[\x00-\x17]|\x18.|\x19..|\x1a....)"
_LENGTH = rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a....)"
_PLACES = rb"(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|[\x1a\x3a]....)*+"
_PAGE = re.compile(rb"\x83(%b)(%b)%b(%b)%b" % (_NUMBER, _LENGTH, _PLACES, _LENGTH, _PLACES), re.DOTALL)
_PAGES = re.compile(rb"(?:\x83%b%b%b%b%b)*+" % (_NUMBER, _LENGTH, _PLACES, _LENGTH, _PLACES), re.DOTALL)


class Posting(NamedTuple):
    """The pages of a part on which one spelling of a word stands."""

    word: bytes
    accented: bytes
    """The spelling, if it is not the word itself."""
    pages: int
    size: int
    """How many numbers say where it stands."""
    first: int
    last: int
    """The numbers of the first and of the last page."""
    rest: bytes
    """All as the engine wrote it, but for the number of the first page."""


@dataclass(frozen=True, slots=True)
class PartIndex:
    """What the engine says of pages that follow each other, all of one language."""

    version: str
    fields: tuple[str, ...]
    """The names of metadata; they must be the same in all parts."""
    lengths: tuple[int, ...]
    """Number of words of each page."""
    postings: tuple[Posting, ...]


def part_index(files: Mapping[str, bytes]) -> PartIndex:
    """What the engine's *files* say; raises SearchError if they are not written as we know it."""
    try:
        [meta] = (content for path, content in files.items() if path.endswith(".pf_meta"))
        (version, pages, _, _, _, fields), _ = _decoded(unpacked(meta), 0)
        chunks = [unpacked(content) for path, content in files.items() if path.endswith(".pf_index")]
        return PartIndex(
            version=version,
            fields=tuple(fields),
            lengths=tuple(length for _, length in pages),
            postings=tuple(posting for chunk in chunks for posting in _postings(chunk)),
        )
    except (ValueError, IndexError) as fault:
        raise SearchError("the index of this version of Pagefind is not known") from fault


def joined_files(
    language: str, parts: Sequence[PartIndex], names: Sequence[str]
) -> tuple[str, dict[str, bytes]]:
    """
    The index of all *parts*, one behind the other: its name, and its files by path.

    *names* are those of the files in which the engine will look for what is shown of each page.
    """
    files: dict[str, bytes] = {}
    chunks: list[tuple[bytes, bytes, str]] = []
    taken: set[str] = set()
    for words in _chunks(_joined(parts)):
        content = b"\x81" + _array(word for _, word in words)
        name = short_name(language, content, taken)
        files[f"index/{name}.pf_index"] = packed(content)
        chunks.append((words[0][0], words[-1][0], name))
    lengths = (length for part in parts for length in part.lengths)
    meta = b"\x86%b%b%b\x80\x80%b" % (
        _text(parts[0].version.encode()),
        _array(
            b"\x82" + _text(name.encode()) + _head(_UNSIGNED, length)
            for name, length in zip(names, lengths, strict=True)
        ),
        _array(
            b"\x83" + _text(first.encode()) + _text(last.encode()) + _text(name.encode())
            for first, last, name in _told_apart(chunks)
        ),
        _array(_text(field.encode()) for field in parts[0].fields),
    )
    name = f"{language}_{_hash(meta)[: len(language) + 8]}"
    files[f"pagefind.{name}.pf_meta"] = packed(meta)
    return name, files


def short_name(language: str, content: bytes, taken: set[str]) -> str:
    """A name for *content* that is not among those *taken*, where it is put: by its hash, so that it may be kept."""
    digest = _hash(content)
    length = 7
    while (name := f"{language}_{digest[:length]}") in taken:
        length += 1
    taken.add(name)
    return name


def _hash(content: bytes) -> str:
    return "".join(f"{byte:x}" for byte in sha1(content).digest())  # the engine leaves noughts out


def packed(content: bytes) -> bytes:
    """A file as the engine's part in the browser reads it."""
    return gzip.compress(_MARK + content, 9, mtime=0)


def unpacked(file: bytes) -> bytes:
    """What `packed`, or the engine, packed."""
    return gzip.decompress(file).removeprefix(_MARK)


def _postings(chunk: bytes) -> Iterator[Posting]:
    """Yield what a file of the index holds, in its order."""
    words, at = _number(chunk, 1)
    for _ in range(words):
        word, at = _decoded(chunk, at + 1)
        word = word.encode()
        posting, at = _posting(chunk, at, word, b"")
        if posting:
            yield posting
        others, at = _number(chunk, at)
        for _ in range(others):
            accented, at = _decoded(chunk, at + 1)
            posting, at = _posting(chunk, at, word, accented.encode())
            if posting:
                yield posting
    if at != len(chunk):
        raise ValueError(at)


def _posting(chunk: bytes, at: int, word: bytes, accented: bytes) -> tuple[Posting | None, int]:
    pages, start = _number(chunk, at)
    if not pages:
        return None, start
    end = _PAGES.match(chunk, start).end()  # type: ignore[union-attr]  # it matches nothing, too
    found = _PAGE.findall(chunk, start, end)
    if len(found) != pages:
        raise ValueError(at)
    distances, places, fields = zip(*found, strict=True)
    first = _value(distances[0])
    posting = Posting(
        word, accented, pages,
        size=pages + sum(map(_value, places)) + sum(map(_value, fields)),
        first=first,
        last=sum(map(_value, distances)),
        rest=chunk[start + 1 + len(distances[0]) : end],
    )  # fmt: skip
    return posting, end


def _joined(parts: Iterable[PartIndex]) -> Iterator[tuple[bytes, int, bytes]]:
    """Yield each word of the *parts* in alphabetical order: how many numbers stand in its entry, and the entry."""
    words: dict[bytes, dict[bytes, list[tuple[int, Posting]]]] = {}
    before = 0
    for part in parts:
        for posting in part.postings:
            words.setdefault(posting.word, {}).setdefault(posting.accented, []).append((before, posting))
        before += len(part.lengths)
    for word in sorted(words):
        own, *others = words[word].pop(b"", ()), *words[word].items()
        size = len(others) + sum(
            posting.size for found in (own, *words[word].values()) for _, posting in found
        )
        accented = _array(b"\x82" + _text(form) + _pages(found) for form, found in others)
        yield word, size, b"\x83" + _text(word) + _pages(own) + accented


def _pages(found: Iterable[tuple[int, Posting]]) -> bytes:
    """The pages of a word, of postings each with the number of pages before its part."""
    pages = last = 0
    entries: list[bytes] = []
    for before, posting in found:
        entries += b"\x83", _head(_UNSIGNED, before + posting.first - last), posting.rest
        pages += posting.pages
        last = before + posting.last
    return _head(_ARRAY, pages) + b"".join(entries)


def _chunks(words: Iterable[tuple[bytes, int, bytes]]) -> Iterator[list[tuple[bytes, bytes]]]:
    """Yield the words for each file of the index, with their entries."""
    chunk: list[tuple[bytes, bytes]] = []
    total = 0
    for word, size, entry in words:
        chunk.append((word, entry))
        total += size
        if total >= _CHUNK:
            yield chunk
            chunk, total = [], 0
    if chunk:
        yield chunk


def _told_apart(chunks: Iterable[tuple[bytes, bytes, str]]) -> list[list[str]]:
    """First and last word and name of each of *chunks*, the words cut where they differ from the next chunk's."""
    told = [[first.decode(), last.decode(), name] for first, last, name in chunks]
    for one, other in pairwise(told):
        alike = takewhile(lambda letters: letters[0] == letters[1], zip(one[1], other[0], strict=False))
        enough = sum(1 for _ in alike) + 1
        if one[1][:enough] >= one[0]:
            one[1] = one[1][:enough]
        other[0] = other[0][:enough]
    return told


class _Values(dict[bytes, int]):
    """What a number says, or the head of an array; few of them differ."""

    def __missing__(self, number: bytes) -> int:
        self[number] = value = _number(number, 0)[0]
        return value


_value = _Values().__getitem__


def _number(data: bytes, at: int) -> tuple[int, int]:
    """What the head at a place says, and where it ends."""
    number = data[at] & 0x1F
    at += 1
    if number < 24:
        return number, at
    end = at + (1 << (number - 24))
    return int.from_bytes(data[at:end]), end


def _decoded(data: bytes, at: int) -> tuple[Any, int]:
    """The number, text or array at a place, and where it ends."""
    kind = data[at] >> 5
    number, at = _number(data, at)
    if kind == _TEXT:
        return data[at : at + number].decode(), at + number
    if kind == _ARRAY:
        found = []
        for _ in range(number):
            one, at = _decoded(data, at)
            found.append(one)
        return found, at
    return number, at


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes((kind << 5 | number,))
    size = 0 if number < 1 << 8 else 1 if number < 1 << 16 else 2
    return bytes((kind << 5 | 24 + size,)) + number.to_bytes(1 << size)


def _text(text: bytes) -> bytes:
    return _head(_TEXT, len(text)) + text


def _array(entries: Iterable[bytes]) -> bytes:
    found = list(entries)
    return _head(_ARRAY, len(found)) + b"".join(found)
