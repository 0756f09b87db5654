"""Figures of trained models on fresh scenes, the trivial baselines beside them, and clue re-reading."""
import numpy as np
import torch

from . import forward, tokenizer
from .batches import Clip, Request, _rng, collate, concatenated
from .rewards import (clue_iou_reward, clue_spans, class_reward, format_reward, interval_union_iou, merge_spans, option_letter, option_reward,
                      spatial_iou_reward, span_iou, temporal_iou_reward, first_answer)
from .world.render import patches, render, tensors
from .world.samples import PROMPT_TASKS, make_samples

#: Clips that evaluations are made on. Training knows the first three kinds (see `recipe.py`), not the others.
DOMAINS = {"in": Clip(), "wide": Clip(16, 2.0, 24, 40), "slow": Clip(16, 1.0), "long": Clip(32, 2.0), "fast": Clip(16, 4.0)}
CHUNK_ROWS = 2048


def scenes_and_samples(domain, is_thinking, count, seed=9_000_001):
    """The evaluation set of a domain: `count` of each task, the same for every model."""
    request = Request("evaluation-" + domain, [seed], 0, list(PROMPT_TASKS) * count, DOMAINS[domain])
    return make_samples(_rng(request, seed), request.tasks, request.clip.frame_count, request.clip.fps, request.clip.height,
                        request.clip.width, 1.0 if is_thinking else 0.0, 0.2)


def rows_of(scenes, rows):
    """Some rows of scenes."""
    arrays = {name: value[rows] if isinstance(value, np.ndarray) else value for name, value in vars(scenes).items()}
    return type(scenes)(**arrays)


@torch.no_grad()
def answers(p, config, scenes, samples, device, length=110):
    """Greedy completions [S][row] of every model for the same rows, in chunks."""
    models = p["lm_head.weight"].shape[0]
    size = max(1, CHUNK_ROWS // models) if device.type == "cuda" else 64
    texts = [[] for _ in range(models)]
    for first in range(0, len(samples), size):
        rows = np.arange(first, min(first + size, len(samples)))
        part = [samples[row] for row in rows]
        batch = collate(concatenated([rows_of(scenes, rows)] * models), part * models, models)
        prompt = forward.prompt_on(batch, device, torch.Generator(device).manual_seed(first))
        ids, _ = forward.sample(p, config, prompt, 1, length, temperature=0)
        for index, row in enumerate(ids[:, 0].tolist()):
            texts[index // len(part)].append(tokenizer.decode(row))
    return texts


def mean(values):
    """The mean, or None of nothing."""
    values = list(values)
    return sum(values) / len(values) if values else None


def figures(samples, texts):
    """The table's figures of one model."""
    pairs = list(zip(samples, texts))
    spans = [temporal_iou_reward(text, s.truth["span"]) for s, text in pairs if s.truth["task"] == "temporal-grounding"]
    tracks = [spatial_iou_reward(text, s.truth["boxes"]) for s, text in pairs if s.task == "tracking"]
    grounded = [(s, text) for s, text in pairs if s.truth["task"] == "grounded-question"]
    said_never = [(s.truth["task"] == "class", class_reward(text, "never")) for s, text in pairs if s.task == "temporal-grounding"]
    claims = [truth for truth, said in said_never if said]
    at_least = lambda values, limit: mean(value >= limit for value in values)
    kinds = sorted({s.kind for s in samples if s.truth["task"] == "temporal-grounding"})
    return dict(
        tg=dict(miou=mean(spans), r30=at_least(spans, 0.3), r50=at_least(spans, 0.5), r70=at_least(spans, 0.7)),
        tg_by_kind={k: mean(temporal_iou_reward(t, s.truth["span"]) for s, t in pairs if s.truth["task"] == "temporal-grounding" and s.kind == k) for k in kinds},
        never=dict(precision=mean(claims), recall=mean(said for truth, said in said_never if truth), count=sum(t for t, _ in said_never)),
        tracking=dict(overlap=mean(tracks), r50=at_least(tracks, 0.5), r70=at_least(tracks, 0.7)),
        gqa=dict(accuracy=mean(option_reward(text, s.truth["option"]) for s, text in grounded),
                 clue_iou=mean(clue_iou_reward(text, s.truth["spans"]) for s, text in grounded)),
        qa=dict(accuracy=mean(option_reward(text, s.truth["option"]) for s, text in pairs if s.truth["task"] == "question")),
        form=mean(format_reward(s.truth["task"], text, s.is_thinking) for s, text in pairs),
        length=mean(len(tokenizer.encode(text)) for text in texts), count=len(samples))


def baselines(scenes, samples):
    """What is scored without looking: the whole video, the first box kept, the commonest letter."""
    duration = scenes.frame_count / scenes.fps
    spans = [span_iou((0, duration), s.truth["span"]) for s in samples if s.truth["task"] == "temporal-grounding"]
    tracks = [spatial_iou_reward(f"<answer>{[s.truth['boxes'][0]] * 8}</answer>", s.truth["boxes"]) for s in samples if s.task == "tracking"]
    grounded = [s for s in samples if s.truth["task"] == "grounded-question"]
    letters = [option_letter(s.truth["option"]) for s in grounded]
    return dict(tg=dict(miou=mean(spans), r50=mean(x >= 0.5 for x in spans), r70=mean(x >= 0.7 for x in spans)),
                tracking=dict(overlap=mean(tracks), r50=mean(x >= 0.5 for x in tracks)),
                gqa=dict(accuracy=max(letters.count(letter) for letter in set(letters)) / len(letters),
                         clue_iou=mean(interval_union_iou([(0, duration)], s.truth["spans"]) for s in grounded)))


def evaluate(p, config, device, domains=("in", "long", "fast", "slow", "wide"), count=256, manners=(True, False)):
    """domain → manner → list of figures per model."""
    out = {}
    for domain in domains:
        for is_thinking in manners:
            scenes, samples = scenes_and_samples(domain, is_thinking, count)
            texts = answers(p, config, scenes, samples, device)
            out.setdefault(domain, {})["think" if is_thinking else "direct"] = [figures(samples, own) for own in texts]
    return out


@torch.no_grad()
def reread(p, config, device, count=256, is_thinking=True, seed=9_000_002):
    """Clue re-reading (Algorithm 1 of the paper) on 16-second clips: a first look at 1 fps answers and names its clue; a
    second at 2 fps, at the 8 seconds around the clue, answers again. Without a clue that can be read, or with one longer than
    the window, the first answer stays. Returns, per model, accuracy of the first answer, of the second, and of plain
    questions at 1 fps and at 2 fps over the whole clip, and how many were read again."""
    models = p["lm_head.weight"].shape[0]
    request = Request("reread", [seed], 0, ["grounded-question"] * count, Clip(32, 2.0))
    scenes, samples = make_samples(_rng(request, seed), request.tasks, 32, 2.0, 32, 32, 1.0 if is_thinking else 0.0, 0.0)
    coarse = subsampled(scenes, np.tile(np.arange(0, 32, 2), (count, 1)), 1.0)
    first = answers(p, config, coarse, samples, device)
    out = []
    plain = [as_question(s) for s in samples]
    whole = answers(p, config, scenes, plain, device)
    for model in range(models):
        windows, again = [], []
        for text in first[model]:
            spans = merge_spans(clue_spans(text) or [])
            long = not spans or spans[-1][1] - spans[0][0] > 8
            middle = 8.0 if long else (spans[0][0] + spans[-1][1]) / 2
            start = int(np.clip(round((middle - 4) * 2), 0, 16))
            windows.append(np.arange(start, start + 16))
            again.append(not long)
        one = {name: value[model:model + 1] for name, value in p.items()}
        second = answers(one, config, subsampled(scenes, np.stack(windows), 2.0), plain, device)[0]
        score = lambda texts: [option_reward(text, s.truth["option"]) for text, s in zip(texts, samples)]
        before, after = score(first[model]), score(second)
        kept = [b if redo else a for a, b, redo in zip(before, after, again)]
        out.append(dict(first=mean(before), final=mean(kept), whole=mean(score(whole[model])), reread=mean(again),
                        clue_iou=mean(clue_iou_reward(text, s.truth["spans"]) for text, s in zip(first[model], samples))))
    return out


def as_question(sample):
    """The same question, asked without the clue."""
    prompt = sample.prompt.replace(" with clue.", ".")
    return type(sample)("question", sample.is_thinking, prompt, sample.completion.split("<clue>")[0], dict(task="question", option=sample.truth["option"]), sample.kind)


def subsampled(scenes, frames, fps):
    """Scenes with only some frames of each row, frames [B, T']."""
    b = frames.shape[0]
    take = lambda value: np.take_along_axis(value, frames.reshape(b, 1, -1, *[1] * (value.ndim - 3)), 2)
    arrays = dict(vars(scenes))
    for name in ("centre", "drawn", "alive", "moving", "blinking"):
        arrays[name] = take(arrays[name])
    arrays["pan"] = np.take_along_axis(scenes.pan, frames[:, :, None], 1)
    arrays["fps"] = fps
    return type(scenes)(**arrays)
