"""Batches for S models trained side by side (one per seed): prompts left-padded, completions right-padded, positions of M-RoPE."""
import json
import multiprocessing
import os
import time
import zlib
from dataclasses import dataclass, field

import numpy as np

from . import tokenizer
from .world.samples import Noise, make_samples

PATCH, MERGE, TOKENS_PER_SECOND = 4, 2, 2


@dataclass
class Batch:
    """S·R rows, those of one model together. P prompt tokens, N completion tokens."""

    model_count: int
    scenes: object
    samples: list
    prompt_ids: np.ndarray       # [S·R, P], padding on the left
    prompt_mask: np.ndarray      # [S·R, P] bool
    prompt_positions: np.ndarray  # [3, S·R, P]
    next_position: np.ndarray    # [S·R] position of the first token of the completion
    completion_ids: np.ndarray   # [S·R, N], padding on the right
    completion_mask: np.ndarray  # [S·R, N] bool: true up to and with the end of turn
    first_video: int             # index of the first video token, the same in all rows
    video_count: int


@dataclass
class Clip:
    """What all clips of a batch have in common."""

    frame_count: int = 16
    fps: float = 2.0
    height: int = 32
    width: int = 32


@dataclass
class Request:
    """What a data worker is asked for. The same request gives the same batch."""

    key: str
    seeds: list
    step: int
    tasks: list
    clip: Clip = field(default_factory=Clip)
    thinking: float = 0.5
    absent: float = 0.15
    noise: Noise = field(default_factory=Noise)


def make_batch(request):
    """Rows for every seed; each seed sees other scenes."""
    parts = [make_samples(_rng(request, seed), request.tasks, request.clip.frame_count, request.clip.fps, request.clip.height,
                          request.clip.width, request.thinking, request.absent, request.noise) for seed in request.seeds]
    scenes = concatenated([scenes for scenes, _ in parts])
    samples = [sample for _, group in parts for sample in group]
    return collate(scenes, samples, len(request.seeds))


def _rng(request, seed):
    return np.random.default_rng([zlib.crc32(request.key.encode()), seed, request.step])


def concatenated(parts):
    """Scenes of several batches as one."""
    first = parts[0]
    arrays = {name: np.concatenate([getattr(part, name) for part in parts]) if isinstance(value, np.ndarray) else value
              for name, value in vars(first).items()}
    return type(first)(**arrays)


def video_positions(grid_count, rows, columns, fps):
    """[3, tokens] positions of a clip's merged patches from 0, and the position of what follows it."""
    step = TOKENS_PER_SECOND * 2 / fps
    t, y, x = np.meshgrid(np.floor(np.arange(grid_count) * step).astype(int), np.arange(rows), np.arange(columns), indexing="ij")
    positions = np.stack([t.ravel(), y.ravel(), x.ravel()])
    return positions, int(positions.max()) + 1


def collate(scenes, samples, model_count):
    """A batch of scenes and their samples."""
    grids, rows, columns = (scenes.frame_count + 1) // 2, scenes.height // PATCH // MERGE, scenes.width // PATCH // MERGE
    video_count = grids * rows * columns
    prompts = [tokenizer.prompt_ids(sample.prompt, 0) for sample in samples]
    tail_count = len(tokenizer.prompt_ids("", 0)) - len([tokenizer.START, *tokenizer.encode("user\n"), tokenizer.VISION_START])
    heads = [ids[:len(ids) - tail_count] for ids in prompts]
    tail = prompts[0][len(prompts[0]) - tail_count:]
    longest = max(map(len, heads))
    count, width = len(samples), longest + video_count + tail_count
    ids = np.full((count, width), tokenizer.PAD, np.int64)
    for row, head in enumerate(heads):
        ids[row, longest - len(head):longest] = head
    ids[:, longest:longest + video_count] = tokenizer.VIDEO_PAD
    ids[:, longest + video_count:] = tail
    lengths = np.array([len(head) for head in heads])
    video, after = video_positions(grids, rows, columns, scenes.fps)
    rest = np.concatenate([video, np.broadcast_to(after + np.arange(tail_count), (3, tail_count))], 1)
    index = np.arange(longest)
    text = np.broadcast_to(np.maximum(0, index[None] - (longest - lengths[:, None])), (3, count, longest))
    positions = np.concatenate([text, lengths[None, :, None] + rest[:, None]], 2)
    mask = np.concatenate([index[None] >= longest - lengths[:, None], np.ones((count, width - longest), bool)], 1)
    completions = [tokenizer.encode(sample.completion) + [tokenizer.END] for sample in samples]
    longest_completion = max(map(len, completions))
    completion_ids = np.full((count, longest_completion), tokenizer.PAD, np.int64)
    for row, completion in enumerate(completions):
        completion_ids[row, :len(completion)] = completion
    completion_mask = np.arange(longest_completion)[None] < np.array([len(c) for c in completions])[:, None]
    return Batch(model_count, scenes, samples, ids, mask, positions, lengths + after + tail_count, completion_ids, completion_mask,
                 longest, video_count)


class Loader:
    """Makes the batches of a list of requests in other processes, in order. Start it before CUDA is touched."""

    def __init__(self, requests, worker_count):
        """`requests` is a function of the step; worker_count 0 makes batches where they are asked for."""
        self.requests, self.worker_count, self.step = requests, worker_count, 0
        self.queues, self.processes = [], []
        context = multiprocessing.get_context("fork")
        for worker in range(worker_count):
            queue = context.Queue(3)
            process = context.Process(target=_work, args=(queue, requests, worker, worker_count), daemon=True)
            process.start()
            self.queues.append(queue)
            self.processes.append(process)

    def next(self):
        """The batch of the next step."""
        step, self.step = self.step, self.step + 1
        return make_batch(self.requests(step)) if self.worker_count == 0 else self.queues[step % self.worker_count].get()

    def close(self):
        """Ends the workers."""
        for process in self.processes:
            process.terminate()


def _work(queue, requests, worker, worker_count):
    step = worker
    while True:
        queue.put(make_batch(requests(step)))
        step += worker_count


class Following:
    """A loader that lets a run go no further than another one whose curve it reads: so controls see as many samples."""

    def __init__(self, loader, curve_path, clock):
        self.loader, self.path, self.clock, self.known = loader, curve_path, clock, -1

    def next(self):
        """The next batch once the other run has made that step; None when the clock has run out before."""
        while self.known < self.loader.step:
            if self.clock.fraction() >= 1:
                return None
            self.known = _last_step(self.path)
            if self.known < self.loader.step:
                time.sleep(0.05)
        return self.loader.next()

    def close(self):
        self.loader.close()


def _last_step(path):
    """The step of the last whole line of a curve, -1 without one."""
    try:
        with open(path, "rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - 8192))
            lines = file.read().split(b"\n")[:-1]
        return json.loads(lines[-1])["step"] if lines else -1
    except (OSError, ValueError):
        return -1
