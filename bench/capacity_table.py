"""Prints the table of a capacity run: median of each figure for both servers, and their ratio.

usage: capacity_table.py RESULTS
"""
import json
import pathlib
import statistics
import sys

FIGURES = [  # label, run, where in its JSON
    ("caller INVITE to agent INVITE, p50 ms", "latency", ("latency", "pdd_ms", "p50")),
    ("caller INVITE to agent INVITE, p99 ms", "latency", ("latency", "pdd_ms", "p99")),
    ("agent 200 to caller 200, p50 ms", "latency", ("latency", "answer_to_200_ms", "p50")),
    ("agent 200 to caller 200, p99 ms", "latency", ("latency", "answer_to_200_ms", "p99")),
    ("CPU a queue-routed call, ms", "rate", ("rate", "cpu_ms_per_call")),
    ("CPU a call-second, not recorded, ms", "media", ("media", "cpu_ms_per_call_second_slope")),
    ("CPU a call-second, recorded, ms", "recorded", ("media", "cpu_ms_per_call_second_slope")),
    ("memory a call, KB", "media", ("media", "rss_kb_per_call")),
    ("memory a recorded call, KB", "recorded", ("media", "rss_kb_per_call")),
    ("RTP delay, p50 ms", "media", ("media", "rows", -1, "rtp_delay_c2a_ms", "p50")),
    ("RTP delay, p99 ms", "media", ("media", "rows", -1, "rtp_delay_c2a_ms", "p99")),
    ("calls a second on one core", "cps", ("cps", "max_cps")),
]


def values(folder, who, run, path):
    file = folder / f"{who}-{run}.jsonl"
    found = []
    for line in file.read_text().splitlines() if file.exists() else []:
        value = json.loads(line)
        try:
            for key in path:
                value = value[key]
        except (KeyError, IndexError, TypeError):
            continue
        if value is not None:
            found.append(value)
    return found


def shown(numbers):
    return f"{statistics.median(numbers):.3g} ({min(numbers):.3g}–{max(numbers):.3g})" if numbers else "–"


def main():
    folder = pathlib.Path(sys.argv[1])
    print(f"{'figure':42} {'yinghe':>24} {'asterisk':>24} {'ratio':>7}")
    for label, run, path in FIGURES:
        ours, theirs = (values(folder, who, run, path) for who in ("yinghe", "asterisk"))
        if ours or theirs:
            both = ours and theirs and statistics.median(ours)
            ratio = f"{statistics.median(theirs) / statistics.median(ours):.1f}×" if both else "–"
            print(f"{label:42} {shown(ours):>24} {shown(theirs):>24} {ratio:>7}")


main()
