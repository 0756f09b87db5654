"""A short look at a machine before the long run: speed of every stage, then real steps of the warm-up at three rates.

Prints steps per second and what was learnt; leaves weights that the long run can start from.
"""
import json
import os
import time

import torch

from . import evaluate, forward, recipe, stages, train
from .batches import Loader, make_batch
from .model import CONFIG, make_parameters
from .tokenizer import VOCABULARY_SIZE


def probe(options):
    """All of it within `--minutes`: about a third for speeds, the rest for learning."""
    begun = time.time()
    end = begun + options.minutes * 60
    requests = recipe.warm_up_requests(recipe.SEEDS, options.rows or recipe.WARM_UP["rows"], recipe.WARM_UP["noise"])
    loader = Loader(requests, options.workers)  # before CUDA is touched
    device = stages.prepare(options)
    say(f"device {torch.cuda.get_device_name() if device.type == 'cuda' else 'cpu'}, torch {torch.__version__}, {os.cpu_count()} cores")
    start = make_parameters(CONFIG, VOCABULARY_SIZE, recipe.SEEDS)
    fresh = lambda: {name: value.to(device) for name, value in start.items()}
    for name, measure in (("loader", lambda: loader_speed(loader)), ("warm-up", lambda: warm_up_speed(fresh, requests, device, options)),
                          ("joint", lambda: run_speed("joint", fresh, device, options)), ("tg", lambda: run_speed("tg", fresh, device, options)),
                          ("parts", lambda: part_speed(fresh, device, options))):
        try:
            say(f"{name}: {json.dumps(stages.rounded(measure(), 4))}")
        except Exception as error:  # a stage that fails is what a probe is for; the others go on
            say(f"{name} failed: {error!r}")
    p = learn(options, loader, fresh(), device, end)
    loader.close()
    try:
        say(f"export: {json.dumps(stages.rounded(try_export(options, p), 4))}")
    except Exception as error:
        say(f"export failed: {error!r}")
    say(f"peak memory {torch.cuda.max_memory_allocated() / 2**30:.1f} GiB" if device.type == "cuda" else "no GPU")
    say(f"done after {time.time() - begun:.0f} s")


def learn(options, loader, p, device, end):
    """The warm-up at three rates side by side, and what it can do then."""
    settings = dict(recipe.WARM_UP, bf16=options.bf16, factors=(0.5, 1.0, 2.0), last=0.5)
    settings["steps"] = options.steps or settings["steps"]
    report = stages.Report(options.work, "probe")
    train.train_supervised(p, CONFIG, loader, stages.Clock(end - options.measure_minutes * 60), settings, report)
    os.makedirs(options.out, exist_ok=True)
    stages.save(p, os.path.join(options.out, "probe.fp16.pt"), torch.float16)
    p = {name: value.detach() for name, value in p.items()}
    figures = evaluate.evaluate(p, CONFIG, device, ("in",), options.count, (True, False))["in"]
    for manner, rows in figures.items():
        for rate, row in zip(settings["factors"], rows):
            say(f"{manner} rate ×{rate}: {json.dumps(stages.rounded(row, 3))}")
    with open(os.path.join(options.out, "figures-probe.json"), "w") as file:
        json.dump(figures, file)
    scenes, samples = evaluate.scenes_and_samples("in", True, 2, seed=4)
    for row, texts in enumerate(zip(*evaluate.answers(p, CONFIG, scenes, samples, device))):
        say(f"{samples[row].prompt} | {samples[row].completion[:140]} | " + " | ".join(text[:140] for text in texts))
    return p


def try_export(options, p):
    """The way to ONNX and int8 on this machine, with the weights as they are."""
    from . import export
    folder = os.path.join(options.work, "probe-export")
    started = time.time()
    export.write_configuration(CONFIG, folder)
    export.write_graphs(export.one_model(p, 1), CONFIG, os.path.join(folder, "onnx"))
    export.quantise(os.path.join(folder, "onnx"))
    report = export.parity(p, 1, os.path.join(folder, "onnx"), count=2, length=40)
    return dict(same=report["same"], seconds=time.time() - started)


def say(text):
    """A line with the time."""
    print(time.strftime("%H:%M:%S"), text, flush=True)


def finish(device):
    """Waits for the GPU."""
    if device.type == "cuda":
        torch.cuda.synchronize()


def loader_speed(loader, count=12):
    """Batches a second from the workers."""
    loader.next()
    started = time.time()
    for _ in range(count):
        loader.next()
    return dict(batches_per_second=count / (time.time() - started))


def warm_up_speed(fresh, requests, device, options, count=8):
    """Supervised steps a second, in single precision (TF32) and in bfloat16."""
    out = {}
    for bf16 in (0, 1):
        p = fresh()
        batches = [make_batch(requests(0)) for _ in range(2)]
        loader = type("Fixed", (), dict(next=lambda self: batches[0]))()
        clock = stages.Clock(time.time() + 1e6)
        settings = dict(recipe.WARM_UP, bf16=bf16, steps=2)
        train.train_supervised(p, CONFIG, loader, clock, settings, lambda *_: None)
        finish(device)
        started = time.time()
        train.train_supervised(p, CONFIG, loader, clock, dict(settings, steps=count), lambda *_: None)
        finish(device)
        out["bf16" if bf16 else "tf32"] = count / (time.time() - started)
    return out


def run_speed(kind, fresh, device, options):
    """GRPO steps a second with completions of full length (fresh weights never end a turn), in both precisions."""
    out, count = {}, 1 if options.steps else 4
    requests = recipe.run_requests(kind, recipe.SEEDS, options.run_rows or recipe.GRPO["prompts_per_task"])
    for bf16 in (0, 1):
        p, batches = fresh(), [make_batch(requests(step)) for step in range(count)]
        loader = type("Fixed", (), dict(next=lambda self: batches.pop() if len(batches) > 1 else batches[0]))()
        seconds = []
        settings = dict(recipe.GRPO, bf16=bf16, steps=count, length=100 if kind == "joint" else 40)
        started = time.time()
        train.train_grpo(p, fresh(), CONFIG, loader, stages.Clock(time.time() + 1e6), settings, lambda step, row, _: seconds.append(row["seconds"]))
        finish(device)
        out["bf16" if bf16 else "tf32"] = dict(steps_per_second=count / (time.time() - started), last=seconds[-1])
    return out


def part_speed(fresh, device, options):
    """Seconds of the parts of a step: drawing, reading the prompt, sampling."""
    p, out = fresh(), {}
    batch = make_batch(recipe.run_requests("joint", recipe.SEEDS, options.run_rows or recipe.GRPO["prompts_per_task"])(0))
    for _ in range(2):
        started = time.time()
        prompt = forward.prompt_on(batch, device)
        finish(device)
        out["draw"] = time.time() - started
        started = time.time()
        with torch.no_grad():
            forward.read_prompt(p, CONFIG, prompt)
        finish(device)
        out["prompt"] = time.time() - started
        started = time.time()
        ids, _ = forward.sample(p, CONFIG, prompt, train.GROUP, 64)
        finish(device)
        out["sample_64"] = time.time() - started
        started = time.time()
        train.group_rewards(batch, ids, train.GROUP)
        out["rewards"] = time.time() - started
    return out
