"""The recipe as one command: `python3 -m nano.run --minutes 7 --out results`, from native-models/training.

Stages: warm-up → joint GRPO, three single-task controls and continued supervision side by side → figures → export. Every
stage ends by the clock, so the whole keeps to `--minutes` (on two CPU cores: `--stage` one at a time, each resumable).
"""
import argparse
import json
import os
import subprocess
import sys
import tarfile
import threading
import time

from . import recipe


def arguments():
    """What can be said on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=7.0, help="wall time of everything")
    parser.add_argument("--out", default="results", help="where weights, curves and figures are gathered")
    parser.add_argument("--work", default="", help="scratch folder (default: out)")
    parser.add_argument("--warm-up-minutes", type=float, default=2.0)
    parser.add_argument("--measure-minutes", type=float, default=0.9, help="kept for figures and export at the end")
    parser.add_argument("--from", dest="start", default="", help="weights to start the warm-up from")
    parser.add_argument("--first-step", type=int, default=0, help="steps of the warm-up that were made before")
    parser.add_argument("--stage", default="all", help="all, probe, warm-up, or one of " + ", ".join(recipe.RUNS))
    parser.add_argument("--name", default="")
    parser.add_argument("--kinds", default=",".join(recipe.RUNS))
    parser.add_argument("--folder", default="")
    parser.add_argument("--end", type=float, default=0.0, help="clock time (seconds) at which training stops")
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--rows", type=int, default=0, help="rows a step and seed in the warm-up; prompts a task in runs")
    parser.add_argument("--warm-rows", type=int, default=0)
    parser.add_argument("--run-rows", type=int, default=0)
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--warm-rate", type=float, default=0.0)
    parser.add_argument("--run-rate", type=float, default=0.0)
    parser.add_argument("--continued-rate", type=float, default=0.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bf16", type=int, default=0)
    parser.add_argument("--follow", default="", help="a run that this one makes no more steps than")
    parser.add_argument("--cpu", action="store_true")
    parser.add_argument("--domains", default="in,long,fast,slow,wide")
    parser.add_argument("--count", type=int, default=192, help="samples of each task in the figures")
    return parser.parse_args()


def child(options, stage, end, **more):
    """Starts a stage in a process of its own, its words in a file."""
    values = dict(stage=stage, name=stage, folder=options.work, out=options.out, end=end, threads=options.threads, bf16=options.bf16, domains=options.domains,
                  count=options.count, steps=options.steps, continued_rate=options.continued_rate, **more)
    command = [sys.executable, "-m", "nano.run"] + [part for key, value in values.items() for part in ("--" + key.replace("_", "-"), str(value))]
    if options.cpu:
        command.append("--cpu")
    os.makedirs(options.work, exist_ok=True)
    log = open(os.path.join(options.work, f"log-{stage}.txt"), "a")
    return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)


def gather(options):
    """Puts what there is into a few files under `out`: half-precision weights per run, and one archive of the rest."""
    import torch
    os.makedirs(options.out, exist_ok=True)
    for name in ("warm-up", *recipe.RUNS):
        source, target = os.path.join(options.work, name + ".pt"), os.path.join(options.out, name + ".fp16.pt")
        if os.path.exists(source) and (not os.path.exists(target) or os.path.getmtime(source) > os.path.getmtime(target)):
            weights = torch.load(source, map_location="cpu")
            # The controls are kept for one seed only: their figures say the rest.
            seeds = slice(None) if name in ("warm-up", "joint") else slice(1)
            torch.save({key: value[seeds].half() for key, value in weights.items()}, target + ".part")
            os.replace(target + ".part", target)
    archive = os.path.join(options.out, "results.tar.gz")
    with tarfile.open(archive + ".part", "w:gz") as tar:
        for name in sorted(os.listdir(options.work)):
            if name.endswith((".jsonl", ".json", ".txt")):
                tar.add(os.path.join(options.work, name), name)
    os.replace(archive + ".part", archive)


def gather_now_and_then(options, stop):
    """Keeps `out` no more than half a minute behind, so that a kill loses little."""
    while not stop.wait(25):
        try:
            gather(options)
        except Exception as error:  # the next round tries again; the last one is not guarded
            print("gathering:", error, flush=True)


def wait(processes, end):
    """Waits for children until a clock time, then ends what is left; prints how they ended."""
    for name, process in processes.items():
        try:
            code = process.wait(max(0.1, end - time.time()))
        except subprocess.TimeoutExpired:
            process.kill()
            code = "stopped by the clock"
        print(f"{name}: {code} at {time.strftime('%H:%M:%S')}", flush=True)


def tail(options, name, count=6):
    """The last words of a stage."""
    path = os.path.join(options.work, f"log-{name}.txt")
    if os.path.exists(path):
        print(f"--- {name}\n" + "".join(open(path).readlines()[-count:]), flush=True)


def everything(options):
    """All stages within `--minutes`."""
    begun = time.time()
    end = begun + options.minutes * 60
    measure = options.measure_minutes * 60
    os.makedirs(options.work, exist_ok=True)
    for name in os.listdir(options.work):
        # Curves of an earlier run would lead those that follow astray; what was learnt then lies in `out`.
        if name.startswith(("trained-", "curve-", "figures-")):
            os.remove(os.path.join(options.work, name))
    with open(os.path.join(options.work, "recipe.json"), "w") as file:
        json.dump(dict(hash=recipe.recipe_hash(vars(options)), options=vars(options)), file)
    stop = threading.Event()
    threading.Thread(target=gather_now_and_then, args=(options, stop), daemon=True).start()
    print_baselines(options)
    warm_end = begun + options.warm_up_minutes * 60
    warm = child(options, "warm-up", warm_end, workers=options.workers * 5, rows=options.warm_rows, rate=options.warm_rate, first_step=options.first_step,
                 **({"from": options.start} if options.start else {}))
    weights = os.path.join(options.work, "warm-up.pt")
    wait_for_weights(options, "warm-up", warm, warm_end + 40)
    if not os.path.exists(weights):
        tail(options, "warm-up", 30)
        raise SystemExit("the warm-up left no weights")
    kinds = [kind for kind in options.kinds.split(",") if kind]
    runs = {kind: child(options, kind, end - measure, workers=options.workers, rows=options.run_rows, rate=options.run_rate,
                        follow="joint" if "joint" in kinds and kind != "joint" else "", **{"from": weights}) for kind in kinds}
    processes = {**runs, "warm-up": warm}
    if "joint" in runs:
        wait_for_weights(options, "joint", runs["joint"], end)
        if os.path.exists(os.path.join(options.work, "joint.pt")):
            processes["export"] = child(options, "export", end, **{"from": os.path.join(options.work, "joint.pt")})
    wait(processes, end - 8)
    stop.set()
    gather(options)
    for name in ("warm-up", *runs, "export"):
        tail(options, name)
    print(f"done after {time.time() - begun:.0f} s", flush=True)


def wait_for_weights(options, name, process, end):
    """Until a stage has ended its training (its figures are still in the making)."""
    flag = os.path.join(options.work, "trained-" + name)
    while time.time() < end and process.poll() is None and not os.path.exists(flag):
        time.sleep(0.2)


def print_baselines(options):
    """The trivial baselines of every domain, which need no model."""
    from . import evaluate
    out = {}
    for domain in options.domains.split(","):
        scenes, samples = evaluate.scenes_and_samples(domain, True, options.count)
        out[domain] = evaluate.baselines(scenes, samples)
    with open(os.path.join(options.work, "figures-baselines.json"), "w") as file:
        json.dump(out, file)


def main():
    """Does the stage that is asked for."""
    options = arguments()
    options.work = options.work or options.out
    if options.stage == "all":
        return everything(options)
    if options.stage == "probe":
        from .probe import probe
        return probe(options)
    options.name = options.name or options.stage
    options.folder = options.folder or options.work
    options.end = options.end or time.time() + options.minutes * 60
    if options.stage == "export":
        from .export import export_stage
        return export_stage(options)
    from . import stages
    return stages.warm_up(options) if options.stage == "warm-up" else stages.run(options)


if __name__ == "__main__":
    main()
