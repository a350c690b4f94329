"""The command's exit codes."""

from enum import IntEnum


class Exit(IntEnum):
    """What the shell is told; FOUND wins where both FOUND and INCOMPLETE hold."""

    FINISHED = 0
    FOUND = 1
    USAGE = 2
    INCOMPLETE = 3
    STOPPED = 130
