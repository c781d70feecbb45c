#!/usr/bin/env python3
"""Reads a C2SP tlog-tiles log and checks its tree, sharing no code with Zhengtong.

    tlog_check.py https://host/ledger  [--key NAME+ID+KEY] [--token zt_…]
    tlog_check.py DATA/ledger          [--key NAME+ID+KEY]
    tlog_check.py                      checks ZT_ADDRESS/ledger and ZT_DATA/ledger

Written from the specifications alone (c2sp.org/tlog-tiles, tlog-checkpoint,
signed-note; RFC 6962 for the hashes). It fetches the checkpoint, every entry
bundle and every hash tile, recomputes each hash from the entries, and compares.
Standard library only; with the package `cryptography` it also checks the
signature, and without it says that it did not. A platform may keep the entries
to its auditors: give the credential of one with --token, or the tree is checked
from its tiles of hashes alone. Exit 0 if all holds, else 1.
"""

import argparse
import base64
import hashlib
import os
import re
import sys
import urllib.error
import urllib.request


class Broken(Exception):
    """Something in the log is not as it must be."""


class Withheld(Exception):
    """The server gives this file to others only."""


class Source:
    """A log behind an address or in a folder."""

    def __init__(self, where, token=None):
        self.where = where.rstrip("/")
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.remote = re.match(r"https?://", where) is not None

    def get(self, path):
        """The bytes at a path, or None."""
        if not self.remote:
            try:
                with open(os.path.join(self.where, *path.split("/")), "rb") as file:
                    return file.read()
            except FileNotFoundError:
                return None
        try:
            request = urllib.request.Request(f"{self.where}/{path}", headers=self.headers)
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            if error.code in (401, 403):
                raise Withheld(path) from None
            raise


def canonical_base64(text):
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise Broken(f"not canonical Base64: {text}")
    return raw


def parse_note(raw):
    """A signed note's text and its signatures: (name, key id, signature)."""
    note = raw.decode("utf-8")
    text, _, signatures = note.rpartition("\n\n")
    if not signatures.endswith("\n"):
        raise Broken("the checkpoint has no signature lines")
    found = []
    for line in signatures[:-1].split("\n"):
        match = re.fullmatch("— ([^ +]+) ([A-Za-z0-9+/=]+)", line)
        if not match:
            raise Broken(f"not a signature line: {line!r}")
        blob = canonical_base64(match[2])
        found.append((match[1], blob[:4], blob[4:]))
    return text + "\n", found


def parse_checkpoint(text):
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] != "" or not lines[0]:
        raise Broken("the checkpoint has not its three lines")
    if not re.fullmatch(r"0|[1-9][0-9]*", lines[1]):
        raise Broken(f"not a tree size: {lines[1]!r}")
    root = canonical_base64(lines[2])
    if len(root) != 32:
        raise Broken("the root is not 32 bytes")
    return lines[0], int(lines[1]), root


def check_signature(vkey, origin, text, signatures):
    """Whether the signature was checked; raises if it does not hold."""
    name, key_id, material = vkey.strip().split("+", 2)
    material = canonical_base64(material)
    if material[0] != 1:
        raise Broken("the key is not Ed25519")
    digest = hashlib.sha256(name.encode() + b"\n" + material).digest()
    if digest[:4].hex() != key_id:
        raise Broken("the key's id does not belong to it")
    if name != origin:
        raise Broken(f"the key is of {name}, the checkpoint of {origin}")
    mine = [sig for who, which, sig in signatures if who == name and which.hex() == key_id]
    if not mine:
        raise Broken("the checkpoint is not signed with the key")
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(material[1:]).verify(mine[0], text.encode())
    except InvalidSignature:
        raise Broken("the checkpoint's signature does not hold") from None
    return True


def tile_path(kind, number, width):
    groups = []
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    for at in range(0, len(digits), 3):
        groups.append(digits[at : at + 3])
    path = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{kind}/{path}" + ("" if width == 256 else f".p/{width}")


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def tree_hash(hashes):
    """RFC 6962's root over subtree hashes of one height."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(tree_hash(hashes[:split]), tree_hash(hashes[split:]))


def entries_of(bundle, path):
    entries, at = [], 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at : at + 2], "big")
        entry = bundle[at + 2 : at + 2 + length]
        if len(entry) != length or at + 2 > len(bundle):
            raise Broken(f"{path} ends inside entry {len(entries)}")
        entries.append(entry)
        at += 2 + length
    return entries


def fetch(source, kind, number, width):
    path = tile_path(kind, number, width)
    data = source.get(path)
    if data is None:
        raise Broken(f"{path} is missing")
    return path, data


def widths(size):
    """The number and width of each tile on the lowest level."""
    return [(at, min(256, size - at * 256)) for at in range(-(-size // 256))]


def leaves_from_entries(source, size):
    hashes = []
    for number, width in widths(size):
        path, bundle = fetch(source, "entries", number, width)
        entries = entries_of(bundle, path)
        if len(entries) != width:
            raise Broken(f"{path} has {len(entries)} entries, not {width}")
        hashes.extend(leaf_hash(entry) for entry in entries)
    return hashes


def leaves_from_tiles(source, size):
    hashes = []
    for number, width in widths(size):
        path, tile = fetch(source, 0, number, width)
        if len(tile) != width * 32:
            raise Broken(f"{path} is {len(tile)} bytes, not {width * 32}")
        hashes.extend(tile[at : at + 32] for at in range(0, len(tile), 32))
    return hashes


def check(source, vkey):
    raw = source.get("checkpoint")
    if raw is None:
        raise Broken("there is no checkpoint")
    text, signatures = parse_note(raw)
    origin, size, root = parse_checkpoint(text)
    if vkey is None:
        held = source.get("vkey")
        vkey = held.decode() if held else None
    signed = vkey is not None and check_signature(vkey, origin, text, signatures)

    try:
        level, read = leaves_from_entries(source, size), True
    except Withheld:
        level, read = leaves_from_tiles(source, size), False
    computed = tree_hash(level) if level else hashlib.sha256(b"").digest()
    if computed != root:
        raise Broken("the entries lead to another root than the checkpoint's")

    tiles, height = 0, 0
    while level:
        for number in range(-(-len(level) // 256)):
            hashes = level[number * 256 : number * 256 + 256]
            path, tile = fetch(source, height, number, len(hashes))
            if tile != b"".join(hashes):
                raise Broken(f"{path} holds other hashes than the entries give")
            tiles += 1
        full = len(level) // 256
        level = [tree_hash(level[at * 256 : at * 256 + 256]) for at in range(full)]
        height += 1
    return origin, size, root, tiles, signed, read


def places(arguments):
    """What to check: the place given, or those the test driver names."""
    if arguments.where:
        return [arguments.where]
    return [os.environ[name].rstrip("/") + "/ledger"
            for name in ("ZT_ADDRESS", "ZT_DATA") if os.environ.get(name)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("where", nargs="?", help="the log's address or folder")
    parser.add_argument("--key", help="the verifier key; by default the one beside the log")
    parser.add_argument("--token", help="an API credential that may read every event")
    arguments = parser.parse_args()
    where = places(arguments)
    if not where:
        parser.error("name a log, or set ZT_ADDRESS or ZT_DATA")
    for place in where:
        try:
            source = Source(place, arguments.token)
            origin, size, root, tiles, signed, read = check(source, arguments.key)
        except (Broken, Withheld, ValueError, OSError) as error:
            print(f"broken: {place}: {error}", file=sys.stderr)
            return 1
        signature = "signature holds" if signed else "signature NOT checked"
        entries = "entries" if read else "entries (withheld; their hashes were checked)"
        print(f"{origin}: {size} {entries}, {tiles} hash tiles, root "
              f"{base64.b64encode(root).decode()}, {signature}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
