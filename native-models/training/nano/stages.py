"""One stage of the recipe in one process: reads what it starts from, trains until its clock, writes curves, weights and figures."""
import json
import os
import time
import zlib

import torch

from . import evaluate, recipe, train
from .batches import Following, Loader
from .model import CONFIG, make_parameters
from .tokenizer import VOCABULARY_SIZE


class Clock:
    """How much of a stage's time is gone, 0..1; it starts when it is made and can start late without getting longer."""

    def __init__(self, end_time, started=None):
        self.end, self.start = end_time, time.time() if started is None else started

    def fraction(self):
        return min(1.0, (time.time() - self.start) / max(1e-6, self.end - self.start))


class Report:
    """Appends rows to a curve (JSON lines), prints now and then, and keeps a checkpoint every `keep_seconds`."""

    def __init__(self, folder, name, keep_seconds=60):
        self.folder, self.name, self.keep, self.started = folder, name, keep_seconds, time.time()
        self.kept, self.printed = time.time(), 0.0
        os.makedirs(folder, exist_ok=True)
        self.file = open(os.path.join(folder, f"curve-{name}.jsonl"), "a", buffering=1)

    def __call__(self, step, row, parameters):
        now = time.time()
        self.file.write(json.dumps(rounded(dict(step=step, at=now - self.started, **row))) + "\n")
        if now - self.printed > 10:
            self.printed = now
            brief = {k: row[k] for k in ("loss", "reward", "kl", "seconds") if k in row}
            print(f"{self.name} step {step} at {now - self.started:.1f} s {json.dumps(rounded(brief))}", flush=True)
        if now - self.kept > self.keep:
            self.kept = now
            save(parameters, os.path.join(self.folder, self.name + ".pt"))


def rounded(value, digits=5):
    """The same structure with shorter numbers."""
    if isinstance(value, float):
        return round(value, digits)
    if isinstance(value, dict):
        return {k: rounded(v, digits) for k, v in value.items()}
    return [rounded(v, digits) for v in value] if isinstance(value, (list, tuple)) else value


def save(parameters, path, dtype=torch.float32):
    """Weights of all seeds, written whole or not at all."""
    torch.save({name: value.detach().to("cpu", dtype) for name, value in parameters.items()}, path + ".part")
    os.replace(path + ".part", path)


def load(path, device):
    """Weights of all seeds in fp32 on a device."""
    return {name: value.float().to(device) for name, value in torch.load(path, map_location="cpu").items()}


def prepare(options):
    """Device and switches of a stage."""
    torch.set_num_threads(options.threads)
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.allow_tf32 = True
    torch.manual_seed(zlib.crc32(options.name.encode()))
    return torch.device("cuda" if torch.cuda.is_available() and not options.cpu else "cpu")


def warm_up(options):
    """Supervised warm-up of all seeds at once, from nothing or from `--from`."""
    settings = dict(recipe.WARM_UP, bf16=options.bf16, rows=options.rows or recipe.WARM_UP["rows"], rate=options.rate or recipe.WARM_UP["rate"])
    settings["steps"] = options.steps or settings["steps"]
    requests = recipe.warm_up_requests(recipe.SEEDS, settings["rows"], settings["noise"])
    first = options.first_step
    loader = Loader(lambda step: requests(step + first), options.workers)
    device = prepare(options)
    start = load(options.start, device) if options.start else make_parameters(CONFIG, VOCABULARY_SIZE, recipe.SEEDS)
    p = {name: value.to(device).contiguous() for name, value in start.items()}
    clock = Clock(options.end)
    train.train_supervised(p, CONFIG, loader, clock, settings, Report(options.folder, options.name))
    loader.close()
    finish(p, options, device)


def run(options):
    """One run after the warm-up (see recipe.RUNS): GRPO, or supervision on the samples of the joint run."""
    tasks, by_rewards = recipe.RUNS[options.name]
    settings = dict(recipe.GRPO if by_rewards else recipe.CONTINUED, bf16=options.bf16)
    settings["steps"] = options.steps or settings["steps"]
    settings["rate"] = (options.rate if by_rewards else options.continued_rate) or settings["rate"]
    settings["length"] = 100 if "tracking" in tasks else 40
    requests = recipe.run_requests(options.name, recipe.SEEDS, options.rows or recipe.GRPO["prompts_per_task"])
    loader = Loader(requests, options.workers)
    device = prepare(options)
    reference = load(options.start, device)
    p = {name: value.clone() for name, value in reference.items()}
    clock = Clock(options.end)
    if options.follow:
        loader = Following(loader, os.path.join(options.folder, f"curve-{options.follow}.jsonl"), clock)
    report = Report(options.folder, options.name)
    if by_rewards:
        train.train_grpo(p, reference, CONFIG, loader, clock, settings, report)
    else:
        train.train_supervised(p, CONFIG, loader, clock, settings, report)
    loader.close()
    finish(p, options, device)


def finish(p, options, device):
    """Saves the weights, then measures them, the likeliest domains first so that a kill loses little."""
    save(p, os.path.join(options.folder, options.name + ".pt"))
    open(os.path.join(options.folder, "trained-" + options.name), "w").close()
    p = {name: value.detach() for name, value in p.items()}
    if device.type == "cuda":
        torch.cuda.empty_cache()
    out = {"device": torch.cuda.get_device_name() if device.type == "cuda" else "cpu", "torch": torch.__version__}
    started = time.time()
    for domain in options.domains.split(",") if options.domains else []:
        out.setdefault("domains", {}).update(evaluate.evaluate(p, CONFIG, device, (domain,), options.count))
        if domain == options.domains.split(",")[0]:
            out["reread"] = {name: evaluate.reread(p, CONFIG, device, options.count, name == "think") for name in ("think", "direct")}
        write(out, options)
        print(f"{options.name} measured {domain} at {time.time() - started:.1f} s", flush=True)


def write(out, options):
    """The figures as a JSON file."""
    path = os.path.join(options.folder, f"figures-{options.name}.json")
    with open(path + ".part", "w") as file:
        json.dump(rounded(out), file)
    os.replace(path + ".part", path)
