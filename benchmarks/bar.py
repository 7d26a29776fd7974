"""A bar that grows."""

import sys
import time

WIDTH = 40


class Bar:
    """`what ██████░░░░ 41 % 12,000/s`, on one line where somebody looks, else a line at each tenth."""

    def __init__(self, what: str, of: int) -> None:
        self.what, self.of, self.began, self.tenth = what, of, time.monotonic(), 0

    def show(self, done: int) -> None:
        """Say how far it has come."""
        part = done / self.of
        full = int(part * WIDTH)
        pace = done / max(time.monotonic() - self.began, 0.001)
        line = f"  {self.what} {'█' * full}{'░' * (WIDTH - full)} {part:4.0%} {pace:8,.0f}/s"
        if sys.stdout.isatty():
            print(f"\r{line}", end="" if done < self.of else "\n", flush=True)
        elif int(part * 10) > self.tenth:
            self.tenth = int(part * 10)
            print(line, flush=True)
