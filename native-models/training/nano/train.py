"""The two ways of training: supervised (warm-up, and continued as a control) and GRPO as VideoChat-R1 runs it.

GRPO: per prompt G = 8 completions at temperature 1, top-k 50. Reward R = sum of the task's parts. Advantage
A = (R − mean) / (sample std + 1e-4) in the group. Per token ρ·A − β·(e^d − d − 1) with d = log π_ref − log π, β = 0.04, and
ρ = exp(log π − stopgrad(log π)): one update per batch, hence no clipping and no old policy. Loss: minus the mean over
completions of the mean over each one's tokens up to its end. The reference is the frozen warm-up. Left out against the
paper: ZeRO and gradient checkpointing; the learning rate is higher (the model is 3,000 times smaller).
"""
import contextlib
import time

import torch

from . import forward, tokenizer
from .optimise import Optimiser, cosine
from .rewards import task_reward

GROUP, BETA, EPSILON = 8, 0.04, 1e-4


def supervised_loss(p, config, prompt, batch, device):
    """Cross-entropy of the completions only, up to and with the end of turn: mean per completion, mean per model, [S]."""
    ids = torch.as_tensor(batch.completion_ids).to(device).unsqueeze(1)
    mask = torch.as_tensor(batch.completion_mask).to(device).float()
    per_row = -(forward.token_logprobs(p, config, prompt, ids)[:, 0] * mask).sum(-1) / mask.sum(-1)
    return per_row.view(batch.model_count, -1).mean(1)


def train_supervised(p, config, loader, clock, settings, report):
    """Runs until the clock or `settings['steps']`. `report(step, row)` gets a dict a step."""
    device = next(iter(p.values())).device
    optimiser = Optimiser(p, betas=(0.9, 0.98), factors=settings.get("factors"))
    for step in range(settings["steps"]):
        fraction = max(step / settings["steps"], clock.fraction())
        if fraction >= 1:
            break
        batch = loader.next()
        if batch is None:
            break
        prompt = forward.prompt_on(batch, device)
        with autocast(device, settings["bf16"]):
            loss = supervised_loss(p, config, prompt, batch, device)
        norms = optimiser.step(loss.sum(), cosine(fraction, step, settings["warm_steps"], settings["rate"], settings.get("last", 0.1)))
        if step % settings["every"] == 0:
            report(step, dict(loss=loss.tolist(), norm=norms.tolist()), p)


def autocast(device, is_bf16):
    """bfloat16 for matrix products on a GPU where asked for; nothing elsewhere."""
    wanted = bool(is_bf16) and device.type == "cuda"
    return torch.autocast("cuda", dtype=torch.bfloat16) if wanted else contextlib.nullcontext()


def group_rewards(batch, ids, group):
    """Rewards of sampled completions ids [B, G, N] → [B, G] on the CPU, and the parts per completion."""
    parts = []
    for sample, rows in zip(batch.samples, ids.tolist()):
        parts.append([task_reward(sample.truth, tokenizer.decode(row), sample.is_thinking) for row in rows])
    return torch.tensor([[sum(part.values()) for part in row] for row in parts]), parts


def advantages(rewards):
    """Group-relative advantages of rewards [B, G]."""
    return (rewards - rewards.mean(1, keepdim=True)) / (rewards.std(1, keepdim=True) + EPSILON)


def policy_loss(logprobs, reference, advantage, mask, beta=BETA):
    """The loss per row [B] of log-probabilities [B, G, N] (with gradient) and those of the reference; and the mean KL per row."""
    ratio = torch.exp(logprobs - logprobs.detach())
    difference = (reference - logprobs).clamp(-20, 20)
    divergence = torch.exp(difference) - difference - 1
    per_token = ratio * advantage.unsqueeze(-1) - beta * divergence
    count = mask.sum(-1)
    return -((per_token * mask).sum(-1) / count).mean(1), ((divergence * mask).sum(-1) / count).mean(1).detach()


def train_grpo(p, reference, config, loader, clock, settings, report):
    """Runs until the clock or `settings['steps']`; `reference` are frozen weights like p."""
    device = next(iter(p.values())).device
    optimiser = Optimiser(p, betas=(0.9, 0.99))
    for step in range(settings["steps"]):
        fraction = max(step / settings["steps"], clock.fraction())
        if fraction >= 1:
            break
        started = time.time()
        batch = loader.next()
        if batch is None:
            break
        prompt = forward.prompt_on(batch, device)
        with autocast(device, settings["bf16"]):
            ids, mask = forward.sample(p, config, prompt, GROUP, settings["length"])
            rewards, parts = group_rewards(batch, ids, GROUP)
            sampled = time.time()
            with torch.no_grad():
                before = forward.token_logprobs(reference, config, prompt, ids)
            logprobs = forward.token_logprobs(p, config, prompt, ids)
        loss, divergence = policy_loss(logprobs, before, advantages(rewards).to(device), mask.float())
        per_model = loss.view(batch.model_count, -1).mean(1)
        norms = optimiser.step(per_model.sum(), cosine(fraction, step, settings["warm_steps"], settings["rate"]))
        if step % settings["every"] == 0:
            row = summary(batch, rewards, parts, mask, divergence)
            report(step, dict(row, norm=norms.tolist(), seconds=[sampled - started, time.time() - sampled]), p)


def summary(batch, rewards, parts, mask, divergence):
    """What a step looked like, per model: reward and its parts by task, KL and length."""
    models, rows = batch.model_count, len(batch.samples) // batch.model_count
    length = mask.sum(-1).float().mean(1).cpu()
    out = dict(kl=divergence.view(models, -1).mean(1).tolist(), length=length.view(models, -1).mean(1).tolist(), reward={}, parts={})
    for task in sorted({sample.truth["task"] for sample in batch.samples}):
        for model in range(models):
            chosen = [i for i in range(model * rows, (model + 1) * rows) if batch.samples[i].truth["task"] == task]
            scores = [rewards[i].mean().item() for i in chosen]
            out["reward"].setdefault(task, []).append(sum(scores) / len(scores) if scores else None)
            names = parts[chosen[0]][0].keys() if chosen else ()
            out["parts"].setdefault(task, []).append(
                {name: sum(part[name] for i in chosen for part in parts[i]) / (len(chosen) * len(parts[chosen[0]])) for name in names})
    return out
