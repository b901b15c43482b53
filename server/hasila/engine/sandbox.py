"""The cage of a worker process: what the kernel takes from it before it sees a query.

Linux: prctl(2), setrlimit(2), setitimer(2), seccomp(2), proc(5). Knows nothing of queries.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import resource
import signal
import struct

LISTENER = 3
"""The worker's number for the socket it accepts on."""
STATM = 4
"""The worker's number for its own /proc/self/statm."""
_DESCRIPTORS = 6  # 0, 1, 2, LISTENER, STATM and one accepted connection

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_PR_SET_NO_NEW_PRIVS = 38
# By machine: what the kernel calls the architecture, and its number of socket(2).
_SOCKET_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_PAGE = os.sysconf("SC_PAGE_SIZE")
_libc = ctypes.CDLL(None, use_errno=True)


def die_with(parent: int) -> None:
    """Ask the kernel to kill this process when its parent, given by its id, dies; exit if it already has."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def keep_only(listener: int, further: int = 0) -> None:
    """Close every descriptor but standard error, the listener and statm; leave room for one connection and `further`.

    Where `further` is 0 no descriptor is left for a socket of the process's own, so even a query that slipped past the
    guard could not open a connection: a second lock behind the first.
    """
    statm = os.open("/proc/self/statm", os.O_RDONLY)
    null = os.open(os.devnull, os.O_RDWR)
    # Out of the way first, for the numbers wanted may be taken by one another.
    spare = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, 100) for descriptor in (null, listener, statm)]
    for descriptor, number in ((spare[0], 0), (spare[0], 1), (spare[1], LISTENER), (spare[2], STATM)):
        os.dup2(descriptor, number)
    os.closerange(STATM + 1, max(spare) + 1)
    os.closerange(max(spare) + 1, 4096)
    resource.setrlimit(resource.RLIMIT_NOFILE, (_DESCRIPTORS + further, _DESCRIPTORS + further))


def forbid_sockets() -> bool:
    """Have the kernel refuse every new socket to this thread from now on (EACCES); return whether it does.

    The second lock of a process that must open files: a filter on one system call. False where the machine is not known or
    its kernel has no such filters.
    """
    architecture, number = _SOCKET_CALLS.get(os.uname().machine, (0, 0))
    # Of struct seccomp_data load `arch`, then `nr`; refuse socket(2), also in the numbering of x32; allow all else.
    steps = (
        (0x20, 0, 0, 4), (0x15, 0, 4, architecture), (0x20, 0, 0, 0), (0x15, 1, 0, number),
        (0x15, 0, 1, number | 0x40000000), (0x06, 0, 0, 0x00050000 | errno.EACCES), (0x06, 0, 0, 0x7FFF0000),
    )  # fmt: skip
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    head = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(program)))
    if not architecture or _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not _libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, head, 0, 0)


def bound_memory(further: int) -> None:
    """Let the address space grow by that many bytes beyond what it is now, and write no core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    bound = _statm(0) + further
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


def resident() -> int:
    """Return the bytes of memory the process holds now."""
    return _statm(1)


def arm(seconds: float) -> None:
    """Have the kernel kill this process after that many seconds, wherever it is then; 0 takes that back.

    A Python handler would wait until the running call into Oxigraph returns; the default action waits for nothing.
    """
    signal.setitimer(signal.ITIMER_REAL, seconds)


def remaining() -> float:
    """Return the seconds until the kernel kills this process, 0 when it will not."""
    return signal.getitimer(signal.ITIMER_REAL)[0]


def _statm(column: int) -> int:
    return int(os.pread(STATM, 256, 0).split()[column]) * _PAGE
