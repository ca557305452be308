"""Runs one command and says what it took: FILE gets wall, user and system seconds and peak bytes.

    python3 -I -S measure.py FILE COMMAND...

A process of its own and a small one: the peak that the system reports for a child is never below
that of the process it was started from.
"""

import os
import sys
import time

place, *command = sys.argv[1:]
began = time.perf_counter()
child = os.posix_spawnp(command[0], command, os.environ)
_, status, used = os.wait4(child, 0)
wall = time.perf_counter() - began
peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
with open(place, "w") as file:
    file.write(f"{wall:.4f} {used.ru_utime:.4f} {used.ru_stime:.4f} {peak}\n")
sys.exit(os.waitstatus_to_exitcode(status) != 0)
