"""Pixels to tokens in plain torch: pictures by a formula, patches, positions, and greedy decoding without a cache."""
import numpy as np
import torch

from . import tokenizer
from .configuration import CONFIG, DEVIATION, MEAN


def picture(width, height, number):
    """uint8 [height, width, 3], the same wherever it is computed (all in integers)."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((x * (3 + c) + y * (5 - c) + (x * y >> 4) + number * 37 + c * 71) % 256).astype(np.uint8)


def patches(frames):
    """Frames of one clip → values [t·h·w, 1176] in merge order, and the grid [t, h, w]."""
    v = CONFIG["vision"]
    p, m, k = v["patch_size"], v["spatial_merge_size"], v["temporal_patch_size"]
    frames = list(frames) + [frames[-1]] * (-len(frames) % k)
    pixels = (np.stack(frames).astype(np.float32) / 255 - np.float32(MEAN)) / np.float32(DEVIATION)  # [f, y, x, c]
    f, height, width, _ = pixels.shape
    t, h, w = f // k, height // p, width // p
    split = pixels.reshape(t, k, h // m, m, p, w // m, m, p, 3)
    # grid, block row, block column, row in block, column in block, channel, time, y, x
    values = split.transpose(0, 2, 5, 3, 6, 8, 1, 4, 7).reshape(t * h * w, 3 * k * p * p)
    return torch.from_numpy(np.ascontiguousarray(values)), [t, h, w]


def positions(ids, clips):
    """[3, n]: text counts in all three; a clip's cells are moved by time, row and column; text goes on at the maximum + 1."""
    merge, per_second = CONFIG["vision"]["spatial_merge_size"], CONFIG["vision"]["tokens_per_second"]
    pads = {tokenizer.ID_OF["<|image_pad|>"], tokenizer.ID_OF["<|video_pad|>"]}
    out, at, index, rest = [], 0, 0, list(clips)
    while index < len(ids):
        if ids[index] not in pads:
            out.append((at, at, at))
            at, index = at + 1, index + 1
            continue
        clip = rest.pop(0)
        t, h, w = clip["grid"][0], clip["grid"][1] // merge, clip["grid"][2] // merge
        # As torch computes it: 32-bit, multiplied in this order, then cut off.
        times = (torch.arange(t) * torch.tensor(clip["seconds_per_grid"]) * per_second).long().tolist()
        cells = [(at + times[a], at + b, at + c) for a in range(t) for b in range(h) for c in range(w)]
        out, at, index = out + cells, max(max(cell) for cell in cells) + 1, index + len(cells)
    return torch.tensor(out).t().contiguous()


def prompt_text(messages):
    """The chat template, written out by hand."""
    text = ""
    for index, (role, parts) in enumerate(messages):
        if index == 0 and role != "system":
            text += "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n"
        text += f"<|im_start|>{role}\n"
        for part in parts:
            text += part["text"] if part["kind"] == "text" else f"<|vision_start|><|{part['kind']}_pad|><|vision_end|>"
        text += "<|im_end|>\n"
    return text + "<|im_start|>assistant\n"


def prepare(messages):
    """Ids with a pad for every vision token, and the clips in order."""
    clips = []
    for _, parts in messages:
        for part in parts:
            if part["kind"] != "text":
                frames = [picture(part["width"], part["height"], number) for number in part["numbers"]]
                values, grid = patches(frames)
                clips.append(dict(values=values, grid=grid, seconds_per_grid=2 / part["framesPerSecond"] if part["kind"] == "video" else 0.0))
    ids, rest = [], list(clips)
    for token in tokenizer.encode(prompt_text(messages)):
        is_pad = token in (tokenizer.ID_OF["<|image_pad|>"], tokenizer.ID_OF["<|video_pad|>"])
        count = int(np.prod(rest.pop(0)["grid"])) // CONFIG["vision"]["spatial_merge_size"] ** 2 if is_pad else 1
        ids += [token] * count
    return ids, clips


@torch.no_grad()
def run(whole, messages, length):
    """Everything that the product must find again: ids, positions, features, the prompt's last logits, greedy tokens."""
    ids, clips = prepare(messages)
    place = positions(ids, clips)
    features = [whole.model.visual(clip["values"], torch.tensor([clip["grid"]])) for clip in clips]
    inputs = whole.model.language_model.embed_tokens(torch.tensor([ids]))
    pads = torch.tensor([i in (tokenizer.ID_OF["<|image_pad|>"], tokenizer.ID_OF["<|video_pad|>"]) for i in ids])
    if clips:
        inputs[0, pads] = torch.cat(features)
    t = CONFIG["text"]
    empty = torch.zeros(1, t["num_key_value_heads"], 0, t["hidden_size"] // t["num_attention_heads"])
    tokens, first, here = [], None, place[:, None]
    for _ in range(length):
        hidden, _ = whole.model.language_model(inputs, torch.ones(1, inputs.shape[1], dtype=torch.long), here, [empty] * 2 * t["num_hidden_layers"])
        logits = whole.lm_head(hidden)[0, -1]
        first = logits if first is None else first
        tokens.append(int(logits.argmax()))
        inputs = torch.cat([inputs, whole.model.language_model.embed_tokens(torch.tensor([tokens[-1:]]))], 1)
        here = torch.cat([here, here.max() + 1 + torch.zeros(3, 1, 1, dtype=torch.long)], 2)
    return dict(ids=ids, clips=clips, positions=place, features=features, logits=first, tokens=tokens)
