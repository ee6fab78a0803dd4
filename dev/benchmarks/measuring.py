"""How the benchmarks measure: interleaved rounds in alternating order, medians, spread."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """Medians of both sides in seconds, and how far the rounds' ratios were apart."""

    ours: float
    against: float
    spread: str

    @property
    def ratio(self) -> float:
        """Ours by the other's; below 1 is quicker."""
        return self.ours / self.against


def interleaved(
    ours: Callable[[], object], against: Callable[[], object], rounds: int = 15
) -> Comparison:
    """Run both once to warm up, then ``rounds`` times in turn; who begins alternates."""
    ours()
    against()
    times: dict[Callable, list[float]] = {ours: [], against: []}
    for number in range(rounds):
        order = (ours, against) if number % 2 else (against, ours)
        for side in order:
            times[side].append(seconds_of(side))
    ratios = sorted(mine / theirs for mine, theirs in zip(times[ours], times[against], strict=True))
    spread = f'{ratios[rounds // 4]:.3f}-{ratios[-1 - rounds // 4]:.3f}'
    return Comparison(statistics.median(times[ours]), statistics.median(times[against]), spread)


def seconds_of(work: Callable[[], object]) -> float:
    """Wall-clock time of one call, with the garbage of earlier ones out of the way."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
