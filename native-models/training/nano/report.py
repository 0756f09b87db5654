"""Tables of RESULTS.md from the figures of a run: python3 -m nano.report <folder with figures-*.json>."""
import json
import os
import statistics
import sys

RUNS = ["warm-up", "continued", "joint", "tg", "tracking", "gqa"]
COLUMNS = [
    ("TG mIoU", "tg", "miou"),
    ("TG R@0.5", "tg", "r50"),
    ("never prec.", "never", "precision"),
    ("never rec.", "never", "recall"),
    ("track overlap", "tracking", "overlap"),
    ("track R@0.5", "tracking", "r50"),
    ("GQA acc.", "gqa", "accuracy"),
    ("clue IoU", "gqa", "clue_iou"),
    ("QA acc.", "qa", "accuracy"),
]


def load(folder, name):
    with open(os.path.join(folder, f"figures-{name}.json")) as file:
        return json.load(file)


def spread(values):
    """Mean and sample standard deviation over seeds, in per cent; a dash where a seed has no value."""
    if not values or any(value is None for value in values):
        return "–"
    mean = 100 * statistics.mean(values)
    return f"{mean:.1f}" if len(values) == 1 else f"{mean:.1f} ± {100 * statistics.stdev(values):.1f}"


def row(name, seeds):
    cells = [spread([seed.get(task, {}).get(figure) for seed in seeds]) for _, task, figure in COLUMNS]
    return f"| {name} | " + " | ".join(cells) + " |"


def table(folder, domain, mode):
    trivial = load(folder, "baselines").get(domain)
    lines = ["| run | " + " | ".join(title for title, _, _ in COLUMNS) + " |", "| --- |" + " --- |" * len(COLUMNS)]
    if trivial:
        lines.append(row("trivial", [trivial]))
    for name in RUNS:
        seeds = load(folder, name)["domains"].get(domain, {}).get(mode)
        if seeds:
            lines.append(row(name, seeds))
    return lines


def main():
    folder = sys.argv[1]
    for domain in ["in", "long", "fast", "slow"]:
        for mode in ["think", "direct"] if domain == "in" else ["direct"]:
            print(f"\n### {domain}, {mode}\n")
            print("\n".join(table(folder, domain, mode)))


if __name__ == "__main__":
    main()
