"""A prompt read once, and G completions of it read beside each other on its keys and values.

The G completions of a prompt lie in one row, token t of completion g at place t·G + g; a mask lets each see the prompt and
its own past only. So a group shares its prefix in training (with gradients) as in sampling.
"""
from dataclasses import dataclass

import torch

from . import model, tokenizer
from .world.render import patches, render, tensors

HIDDEN = -1e9


@dataclass
class Prompt:
    """A batch of prompts on the device."""

    ids: torch.Tensor        # [B, P]
    mask: torch.Tensor       # [B, P] bool
    positions: torch.Tensor  # [3, B, P]
    next_position: torch.Tensor  # [B]
    patches: torch.Tensor    # [B, patches, 96]
    first_video: int
    video_count: int
    rows: int
    columns: int


def prompt_on(batch, device, generator=None):
    """Draws the clips of a batch and puts its prompts on the device."""
    put = lambda array: torch.as_tensor(array).to(device, non_blocking=True)
    frames = render(tensors(batch.scenes, device), generator)
    return Prompt(put(batch.prompt_ids), put(batch.prompt_mask), put(batch.prompt_positions), put(batch.next_position),
                  patches(frames), batch.first_video, batch.video_count, batch.scenes.height // 4, batch.scenes.width // 4)


def read_prompt(p, config, prompt):
    """Keys and values of the prompt per layer, and the logits after its last token [B, V]."""
    x = model.embed(p, prompt.ids)
    video = model.see(p, config, prompt.patches, prompt.rows, prompt.columns).to(x.dtype)
    end = prompt.first_video + prompt.video_count
    x = torch.cat([x[:, :prompt.first_video], video, x[:, end:]], 1)
    n = prompt.ids.shape[1]
    future = torch.ones(n, n, dtype=torch.bool, device=x.device).triu(1)
    mask = (future[None, None] | ~prompt.mask[:, None, None]).float() * HIDDEN
    kept = []

    def store(_, k, v):
        kept.append((k, v))
        return k, v

    hidden = model.read(p, config, x, prompt.positions, mask, store)
    return kept, model.logits(p, hidden[:, -1:])[:, 0]


def read_completions(p, config, prompt, kept, ids, group):
    """Logits after each token of completions ids [B, G, N]: [B, N·G, V], place t·G + g."""
    b, g, n = ids.shape
    flat = ids.transpose(1, 2).reshape(b, n * g)
    place = torch.arange(n * g, device=ids.device)
    time, member = place // g, place % g
    own = (member[:, None] != member[None]) | (time[:, None] < time[None])
    mask = torch.cat([(~prompt.mask).float()[:, None, None].expand(b, 1, n * g, -1), own.float()[None, None].expand(b, 1, -1, -1)], -1) * HIDDEN
    positions = (prompt.next_position[:, None] + time[None]).expand(3, b, n * g)
    store = lambda i, k, v: (torch.cat([kept[i][0], k], 2), torch.cat([kept[i][1], v], 2))
    return model.logits(p, model.read(p, config, model.embed(p, flat), positions, mask, store))


def token_logprobs(p, config, prompt, ids):
    """log π of every token of completions ids [B, G, N] under the model, [B, G, N]."""
    b, g, n = ids.shape
    kept, first = read_prompt(p, config, prompt)
    after = read_completions(p, config, prompt, kept, ids[:, :, :-1], g) if n > 1 else None
    first = first.unsqueeze(1).expand(b, g, -1)
    scores = first if after is None else torch.cat([first, after], 1)
    chosen = torch.log_softmax(scores.float(), -1).gather(-1, ids.transpose(1, 2).reshape(b, n * g, 1))
    return chosen.view(b, n, g).transpose(1, 2)


@torch.no_grad()
def sample(p, config, prompt, group, length, temperature=1.0, top_k=50):
    """G completions of each prompt: ids [B, G, N] with padding after the end, and mask up to and with the end. Temperature 0: greedy."""
    kept, scores = read_prompt(p, config, prompt)
    b, device = prompt.ids.shape[0], prompt.ids.device
    width = prompt.ids.shape[1]
    keys = [(torch.cat([k, k.new_zeros(*k.shape[:2], length * group, k.shape[3])], 2),
             torch.cat([v, v.new_zeros(*v.shape[:2], length * group, v.shape[3])], 2)) for k, v in kept]
    base = torch.where(prompt.mask, 0.0, HIDDEN)[:, None, None].expand(b, 1, group, width)
    same = torch.where(torch.eye(group, dtype=torch.bool, device=device), 0.0, HIDDEN)
    scores = scores.unsqueeze(1).expand(b, group, -1)
    ended = torch.zeros(b, group, dtype=torch.bool, device=device)
    ids = torch.full((b, group, length), tokenizer.PAD, device=device)
    for step in range(length):
        chosen = _choose(scores.float(), temperature, top_k)
        chosen = torch.where(ended, torch.full_like(chosen, tokenizer.PAD), chosen)
        ids[:, :, step] = chosen
        ended = ended | (chosen == tokenizer.END)
        if step == length - 1 or (step % 8 == 7 and bool(ended.all())):
            break
        at, end = width + step * group, width + (step + 1) * group

        def store(i, k, v):
            keys[i][0][:, :, at:end], keys[i][1][:, :, at:end] = k, v
            return keys[i][0][:, :, :end], keys[i][1][:, :, :end]

        mask = torch.cat([base, same.repeat(1, step + 1)[None, None].expand(b, 1, group, -1)], -1)
        positions = (prompt.next_position[:, None] + step).expand(3, b, group)
        scores = model.logits(p, model.read(p, config, model.embed(p, chosen), positions, mask, store))
    after_end = torch.cumsum((ids == tokenizer.END).int(), -1) - (ids == tokenizer.END).int() > 0
    used = step + 1
    return ids[:, :, :used], ~after_end[:, :, :used]


def _choose(scores, temperature, top_k):
    if temperature == 0:
        return scores.argmax(-1)
    scores = scores / temperature
    if top_k:
        scores = scores.masked_fill(scores < scores.topk(top_k, -1).values[..., -1:], -float("inf"))
    # Gumbel's trick: the largest of noisy scores is a sample of their softmax.
    return (scores - torch.log(-torch.log(torch.rand_like(scores).clamp(1e-9, 1 - 1e-7)))).argmax(-1)
