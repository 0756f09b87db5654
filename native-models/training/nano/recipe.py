"""The recipe's numbers: what is trained on what, how long, and at which rate. Its hash names the weights that come of it."""
import hashlib
import json

from .batches import Clip, Request
from .model import CONFIG
from .world.samples import Noise

SEEDS = (11, 12, 13)
#: Clips of a training step, by turns: mostly 16 frames at 2 fps.
CLIPS = (Clip(), Clip(), Clip(16, 2.0, 24, 40), Clip(), Clip(), Clip(16, 1.0), Clip(), Clip(), Clip(24, 2.0), Clip())
WARM_UP = dict(rate=1.5e-3, warm_steps=60, steps=100_000, rows=192, every=10, noise=Noise(0.35, 0.02, 0.05))
GRPO = dict(rate=1e-4, warm_steps=10, steps=100_000, prompts_per_task=12, every=1, length=100)
CONTINUED = dict(rate=3e-4, warm_steps=10, steps=100_000, every=5)
THREE = ("temporal-grounding", "tracking", "grounded-question")
#: Runs that start from the warm-up: kind → tasks, and whether by rewards.
RUNS = {"joint": (THREE, True), "tg": (THREE[:1], True), "tracking": (THREE[1:2], True), "gqa": (THREE[2:], True), "continued": (THREE, False)}


def warm_up_requests(seeds, rows, noise):
    """Step → request of the supervised warm-up: all tasks, rough labels."""
    tasks = [("temporal-grounding", "tracking", "grounded-question", "temporal-grounding", "grounded-question", "question")[i % 6] for i in range(rows)]
    return lambda step: Request("warm-up", list(seeds), step, tasks, CLIPS[step % len(CLIPS)], noise=noise)


def run_requests(kind, seeds, prompts_per_task):
    """Step → request of a run after the warm-up. The joint run and the continued supervision see the same samples."""
    tasks = [task for task in RUNS[kind][0] for _ in range(prompts_per_task)]
    key = "run-joint" if kind == "continued" else "run-" + kind
    return lambda step: Request(key, list(seeds), step, tasks, CLIPS[step % len(CLIPS)])


def recipe_hash(extra):
    """A short name of all that the weights depend on besides the code."""
    text = json.dumps([CONFIG, {k: v for k, v in WARM_UP.items() if k != "noise"}, vars(WARM_UP["noise"]), GRPO, CONTINUED, SEEDS, extra], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
