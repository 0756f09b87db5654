"""The drawn world: things that move, rest, blink, come and go before a moving camera, with exact truth per frame.

Everything is drawn for a batch at once in numpy, small enough for a data worker; pixels are made by `render.py`.
Positions are fractions of the frame, origin top left; time is the frame index divided by the frame rate.
"""
from dataclasses import dataclass

import numpy as np

COLOURS = ("red", "green", "blue", "yellow", "purple", "orange", "white")
SHAPES = ("circle", "square", "triangle", "ring", "cross")
THING_COUNT = 3


@dataclass
class Scenes:
    """A batch of B clips with T frames and N things each (a thing with no frame alive is simply not there)."""

    fps: float
    height: int
    width: int
    colour: np.ndarray     # [B, N] index of COLOURS
    shape: np.ndarray      # [B, N] index of SHAPES
    texture: np.ndarray    # [B, N] 0 plain, 1 striped, 2 dotted
    radius: np.ndarray     # [B, N, 2] half width and half height, fractions of width and height
    centre: np.ndarray     # [B, N, T, 2] x, y on screen
    drawn: np.ndarray      # [B, N, T] bool: put on the screen in this frame (a blinking thing is not in every second one)
    alive: np.ndarray      # [B, N, T] bool: part of the scene, and most of it inside the picture
    moving: np.ndarray     # [B, N, T] 0 still, 1 left, 2 right, 3 up, 4 down (in the world, not on screen)
    blinking: np.ndarray   # [B, N, T] bool
    pan: np.ndarray        # [B, T, 2] offset of the camera
    background: np.ndarray  # [B, 8] colours and phases of the background
    noise: np.ndarray      # [B] standard deviation of the sensor's noise, 0..1

    @property
    def frame_count(self):
        return self.centre.shape[2]

    def boxes(self):
        """[B, N, T, 4] x0, y0, x1, y1 on screen, clipped to the picture."""
        half = self.radius[:, :, None, :]
        return np.concatenate([self.centre - half, self.centre + half], -1).clip(0, 1)


def make_scenes(rng, count, frame_count=16, fps=2.0, height=32, width=32):
    """`count` clips. Thing 0 stays in the picture all the time, so that it can be followed from the first frame."""
    shape = (count, THING_COUNT)
    kinds = np.argsort(rng.random((count, len(COLOURS) * len(SHAPES))), 1)[:, :THING_COUNT]
    # In some clips two things share a colour, or a shape, so that one word is not enough.
    colour, form = kinds % len(COLOURS), kinds // len(COLOURS)
    radius_px = rng.uniform(3.4, 5.6, shape) * np.sqrt(height * width) / 32
    radius = np.stack([radius_px / width, radius_px / height], -1)
    velocity, direction = _velocities(rng, shape, frame_count, fps)
    start = rng.uniform(0.2, 0.8, (*shape, 1, 2))
    path = start + np.concatenate([np.zeros((*shape, 1, 2)), np.cumsum(velocity, 2)[:, :, :-1]], 2)
    stays = rng.random(shape) < 0.5
    stays[:, 0] = True
    world, moving = _bounced(path, direction, radius, stays)
    pan = _pan(rng, count, frame_count, fps)
    centre = world - pan[:, None]
    # What must stay in the picture stays there even when the camera moves.
    low, high = radius[:, :, None], 1 - radius[:, :, None]
    centre = np.where(stays[:, :, None, None], np.clip(centre, low, high), centre)
    existing = _life(rng, shape, frame_count)
    inside = ((centre > 0.02) & (centre < 0.98)).all(-1)
    alive = existing & inside
    blinking = _runs(rng, shape, frame_count, 0.4, 4) & alive
    # Off and on every half second, or every frame where frames are rarer.
    drawn = existing & ~(blinking & (np.floor(np.arange(frame_count) * min(1, 2 / fps)) % 2 == 1))
    background = rng.random((count, 8))
    noise = rng.uniform(0.0, 0.06, count)
    texture = rng.choice(3, shape, p=[0.6, 0.2, 0.2])
    return Scenes(fps, height, width, colour, form, texture, radius, centre, drawn, alive, moving, blinking, pan, background, noise)


def _velocities(rng, shape, frame_count, fps):
    """Three phases of a thing's life, each at rest or on its way in one of four directions. [B, N, T, 2] per frame, [B, N, T]."""
    cuts = np.sort(rng.integers(2, max(3, frame_count - 1), (*shape, 2)), -1)
    phase = (np.arange(frame_count) >= cuts[..., :1]).astype(int) + (np.arange(frame_count) >= cuts[..., 1:])
    kind = rng.choice(5, (*shape, 3), p=[0.3, 0.175, 0.175, 0.175, 0.175])
    speed = rng.uniform(0.08, 0.2, (*shape, 3)) / fps
    units = np.array([[0, 0], [-1, 0], [1, 0], [0, -1], [0, 1]])
    vectors = units[kind] * speed[..., None]
    drift = np.where(kind[..., None] > 0, rng.normal(0, 0.12, (*shape, 3, 2)) * speed[..., None], 0)
    take = lambda values: np.take_along_axis(values, phase.reshape(*phase.shape, *[1] * (values.ndim - phase.ndim)), 2)
    return take(vectors + drift), take(kind)


def _bounced(path, direction, radius, stays):
    """Things that stay turn around at the border; the named direction turns with them."""
    low, size = radius[:, :, None] + 0.01, 0.98 - 2 * radius[:, :, None]
    cycle = np.mod(path - low, 2 * size)
    is_turned = cycle > size
    folded = low + np.where(is_turned, 2 * size - cycle, cycle)
    turned_x, turned_y = is_turned[..., 0], is_turned[..., 1]
    turned = np.select([(direction == 1) & turned_x, (direction == 2) & turned_x, (direction == 3) & turned_y, (direction == 4) & turned_y],
                       [2, 1, 4, 3], direction)
    keep = stays[:, :, None]
    return np.where(keep[..., None], folded, path), np.where(keep, turned, direction)


def _life(rng, shape, frame_count):
    """[B, N, T]: thing 0 always; others all the time, part of it, or (some third things) never."""
    length = rng.integers(max(3, frame_count // 4), frame_count + 1, shape)
    first = (rng.random(shape) * (frame_count - length + 1)).astype(int)
    always = rng.random(shape) < 0.3
    always[:, 0] = True
    first, length = np.where(always, 0, first), np.where(always, frame_count, length)
    frames = np.arange(frame_count)
    life = (frames >= first[..., None]) & (frames < (first + length)[..., None])
    life[:, 2] &= (rng.random(shape[0]) < 0.75)[:, None]
    return life


def _runs(rng, shape, frame_count, probability, shortest):
    """[B, N, T]: one run of frames at random in some of the things."""
    length = rng.integers(shortest, max(shortest + 1, frame_count * 2 // 3), shape)
    first = (rng.random(shape) * np.maximum(1, frame_count - length + 1)).astype(int)
    chosen = rng.random(shape) < probability
    frames = np.arange(frame_count)
    return (frames >= first[..., None]) & (frames < (first + length)[..., None]) & chosen[..., None]


def _pan(rng, count, frame_count, fps):
    speed = rng.uniform(-0.04, 0.04, (count, 1, 2)) / fps * (rng.random((count, 1, 1)) < 0.25)
    return speed * np.arange(frame_count)[None, :, None]
