"""Faults that a person can mend, each as one clear sentence with the way out."""

import errno
import shutil
from pathlib import Path

FULL_DISK = "The disk is full: free some space (about 1 GB is needed) and run this again."
NO_NETWORK = (
    "The package registry cannot be reached: check the network connection (or proxy settings) and run this again."
)
NO_VENV = (
    "This Python cannot make virtual environments: install its venv module "
    "(Debian and Ubuntu: apt install python3-venv) or uv, and run this again."
)
NOT_ALLOWED = (
    "{path} cannot be written by this user: make it writable or use a checkout of your own, and run this again."
)
WRONG_HASH = (
    "A downloaded package is not the one that was pinned, so nothing was installed: "
    "try again, and if it stays so, look at the mirror or proxy in between."
)
TOO_LITTLE = 16 * 1024 * 1024
NETWORK_SIGNS = (
    "temporary failure in name resolution",
    "name or service not known",
    "nodename nor servname",
    "failed to establish a new connection",
    "network is unreachable",
    "connection refused",
    "connection timed out",
    "read timed out",
    "dns error",
    "could not connect",
    "cannot connect to proxy",
    "error sending request",
    "enotfound",
    "eai_again",
    "econnrefused",
    "etimedout",
    "econnreset",
    "enetunreach",
)


class Trouble(Exception):  # an error that carries its own sentence, shown as it is
    """Something outside this program is in the way; its text is the one sentence to show."""


def sentence_for(error: OSError) -> str | None:
    """The sentence for a fault of the operating system, or None when it is not one of the known ones."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return FULL_DISK
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return NOT_ALLOWED.format(path=error.filename or "A file of this checkout")
    if error.errno == errno.EMFILE:
        return "Too many files are open: raise the limit (ulimit -n 4096) and run this again."
    return None


def is_full(*folders: Path) -> bool:
    """Whether a disk under one of these is so full that a program which failed there failed by it, whatever it said."""
    return any(shutil.disk_usage(folder).free < TOO_LITTLE for folder in folders)


def reason_in(output: str) -> str | None:
    """The sentence for what an installer or a build printed before it failed, or None when nothing known is in it."""
    words = output.lower()
    if "no space left on device" in words or "enospc" in words or "disk quota exceeded" in words:
        return FULL_DISK
    if "do not match the hashes" in words or "hash mismatch" in words or "eintegrity" in words:
        return WRONG_HASH
    if any(sign in words for sign in NETWORK_SIGNS):
        return NO_NETWORK
    if "ensurepip is not available" in words:
        return NO_VENV
    return None
