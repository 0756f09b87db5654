"""Adam on stacked weights: every model has its own gradient norm and its own rate, and none can touch another."""
import math

import torch


class Optimiser:
    """AdamW without weight decay; the gradients of each model are cut to norm 1. `factors` [S] scale the rate per model."""

    def __init__(self, parameters, betas=(0.9, 0.99), factors=None):
        self.parameters, self.betas, self.count = list(parameters.values()), betas, 0
        for parameter in self.parameters:
            parameter.requires_grad_(True)
        self.first = [torch.zeros_like(p) for p in self.parameters]
        self.second = [torch.zeros_like(p) for p in self.parameters]
        models, device = self.parameters[0].shape[0], self.parameters[0].device
        self.factors = torch.ones(models, device=device) if factors is None else torch.tensor(factors, device=device)

    def step(self, loss, rate):
        """One update; returns the gradient norms [S] before cutting."""
        for p in self.parameters:
            p.grad = None
        loss.backward()
        with torch.no_grad():
            return self._update(rate)

    def _update(self, rate):
        grads = [torch.zeros_like(p) if p.grad is None else p.grad for p in self.parameters]
        norms = torch.stack([g.flatten(1).pow(2).sum(1) for g in grads]).sum(0).sqrt()
        # A model with a gradient that is no number skips the step; the others go on.
        is_fine = torch.isfinite(norms)
        cut = torch.where(is_fine, (1.0 / (norms + 1e-6)).clamp(max=1.0), torch.zeros_like(norms))
        self.count += 1
        (b1, b2), rates = self.betas, self.factors * rate * is_fine
        correction = rates / (1 - b1 ** self.count)
        for p, g, m, v in zip(self.parameters, grads, self.first, self.second):
            shape = (-1, *[1] * (p.dim() - 1))
            g = torch.where(is_fine.view(shape), g, torch.zeros_like(g)) * cut.view(shape)
            m.mul_(b1).add_(g, alpha=1 - b1)
            v.mul_(b2).addcmul_(g, g, value=1 - b2)
            p.sub_(correction.view(shape) * m / ((v / (1 - b2 ** self.count)).sqrt() + 1e-8))
        return norms


def cosine(fraction, step, warm_steps, peak, last=0.1):
    """A learning rate that rises over the first steps and falls as a cosine over the run, to `last` of its peak."""
    rise = min(1.0, (step + 1) / max(1, warm_steps))
    return peak * rise * (last + (1 - last) * 0.5 * (1 + math.cos(math.pi * min(1.0, fraction))))
