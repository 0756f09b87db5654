"""What is true of the drawn scenes: per thing and frame, and as spans in seconds."""
import numpy as np

#: Predicates of one thing, in order of the second axis of `predicates`.
KINDS = ("seen", "still", "blinks", "left", "right", "up", "down", "meets", "behind")


def predicates(scenes):
    """[B, P, N, T] bool for KINDS; for "meets" and "behind", the other thing is given by `partners`."""
    alive, moving = scenes.alive, scenes.moving
    meets, behind, _ = _encounters(scenes)
    return np.stack([alive, alive & (moving == 0), scenes.blinking, *[alive & (moving == d) for d in (1, 2, 3, 4)], meets, behind], 1)


def partners(scenes):
    """[B, N, T]: the thing that one meets or passes behind, -1 where there is none."""
    return _encounters(scenes)[2]


def _encounters(scenes):
    boxes = scenes.boxes()
    low = np.maximum(boxes[:, :, None, :, :2], boxes[:, None, :, :, :2])
    high = np.minimum(boxes[:, :, None, :, 2:], boxes[:, None, :, :, 2:])
    shared = np.clip(high - low, 0, None).prod(-1)  # [B, N, N, T]
    both = scenes.alive[:, :, None] & scenes.alive[:, None] & ~np.eye(shared.shape[1], dtype=bool)[None, :, :, None]
    touch = both & (shared > 0.002)
    own = (boxes[..., 2:] - boxes[..., :2]).prod(-1)[:, :, None]
    in_front = np.tril(np.ones(shared.shape[1:3], dtype=bool), -1)[None, :, :, None]  # j < i is drawn over i
    hidden = touch & in_front & (shared > 0.25 * own)
    return touch.any(2), hidden.any(2), np.where(touch.any(2), touch.argmax(2), -1)


def runs(mask):
    """For [..., T] bool: how many runs, and first and one-past-last frame of the first run (0, 0 without one)."""
    padded = np.concatenate([np.zeros((*mask.shape[:-1], 1), bool), mask, np.zeros((*mask.shape[:-1], 1), bool)], -1).astype(np.int8)
    edge = np.diff(padded, axis=-1)
    count = (edge == 1).sum(-1)
    first, last = (edge == 1).argmax(-1), (edge == -1).argmax(-1)
    return count, np.where(count > 0, first, 0), np.where(count > 0, last, 0)


def spans_of(mask, fps):
    """The runs of one [T] mask as spans in seconds, end past the last frame."""
    edge = np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))
    return [(float(a) / fps, float(b) / fps) for a, b in zip(np.flatnonzero(edge == 1), np.flatnonzero(edge == -1))]
