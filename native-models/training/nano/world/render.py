"""Pixels of the drawn world: things with soft edges before a textured background, quantised to bytes as a camera's are."""
import math

import torch

PALETTE = ((0.85, 0.15, 0.15), (0.15, 0.7, 0.2), (0.2, 0.3, 0.9), (0.9, 0.85, 0.15), (0.6, 0.2, 0.75), (0.95, 0.55, 0.1), (0.95, 0.95, 0.95))
MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)


def tensors(scenes, device):
    """The part of scenes that pixels are made of, on a device."""
    put = lambda array, kind=torch.float32: torch.as_tensor(array).to(device=device, dtype=kind, non_blocking=True)
    return dict(colour=put(scenes.colour, torch.long), shape=put(scenes.shape, torch.long), texture=put(scenes.texture, torch.long),
                radius=put(scenes.radius), centre=put(scenes.centre), drawn=put(scenes.drawn), pan=put(scenes.pan),
                background=put(scenes.background), noise=put(scenes.noise), height=scenes.height, width=scenes.width)


def render(t, generator=None):
    """Frames [B, T, 3, H, W] as integers 0..255 in float, of what `tensors` gives."""
    device, (b, n, frames, _) = t["centre"].device, t["centre"].shape
    h, w = t["height"], t["width"]
    ys = ((torch.arange(h, device=device) + 0.5) / h).view(1, 1, h, 1)
    xs = ((torch.arange(w, device=device) + 0.5) / w).view(1, 1, 1, w)
    picture = _background(t, xs, ys)
    palette = torch.tensor(PALETTE, device=device)
    for i in range(n - 1, -1, -1):  # thing 0 is in front
        radius = t["radius"][:, i].view(b, 1, 2, 1, 1)
        u = (xs - t["centre"][:, i, :, 0].view(b, frames, 1, 1)) / radius[:, :, 0]
        v = (ys - t["centre"][:, i, :, 1].view(b, frames, 1, 1)) / radius[:, :, 1]
        cover = _cover(u, v, t["shape"][:, i], t["radius"][:, i, 0] * w) * t["drawn"][:, i].view(b, frames, 1, 1)
        shade = _texture(u, v, t["texture"][:, i])
        colour = palette[t["colour"][:, i]].view(b, 1, 3, 1, 1) * shade.unsqueeze(2)
        picture = torch.lerp(picture, colour, cover.unsqueeze(2))
    noise = torch.randn(picture.shape, device=device, generator=generator) * t["noise"].view(b, 1, 1, 1, 1)
    return ((picture + noise).clamp(0, 1) * 255).round()


def _background(t, xs, ys):
    """Grey with soft waves that move with the camera, and a light that stays on the screen: brighter to the upper left."""
    b, g = t["background"].shape[0], t["background"].view(-1, 8, 1, 1, 1)
    frames = t["pan"].shape[1]
    x = xs + t["pan"][:, :, 0].view(b, frames, 1, 1)
    y = ys + t["pan"][:, :, 1].view(b, frames, 1, 1)
    wave = torch.sin(2 * math.pi * (x * (1 + 3 * g[:, 0]) + g[:, 1])) * torch.sin(2 * math.pi * (y * (1 + 3 * g[:, 2]) + g[:, 3]))
    light = (0.5 - xs) * 0.16 + (0.5 - ys) * 0.16
    grey = 0.25 + 0.2 * g[:, 4] + 0.07 * wave + light
    tint = torch.stack([(xs - 0.5) * 0.1 + 0.06 * (g[:, 5] - 0.5) + 0 * ys, 0.06 * (g[:, 6] - 0.5) + 0 * (xs + ys),
                        (ys - 0.5) * 0.1 + 0.06 * (g[:, 7] - 0.5) + 0 * xs], 2)
    return grey.unsqueeze(2) + tint


def _cover(u, v, shape, radius_px):
    """How much of a pixel a thing covers, 0..1: a distance to the edge in pixels, cut off softly."""
    b = shape.shape[0]
    length = torch.sqrt(u * u + v * v)
    square = torch.maximum(u.abs(), v.abs())
    inside = torch.stack([1 - length, 0.9 - square, torch.minimum(0.9 - v, (v + 1) * 0.45 - u.abs() * 0.9),
                          torch.minimum(1 - length, length - 0.5), torch.minimum(0.36 - torch.minimum(u.abs(), v.abs()), 1 - square)], 0)
    own = inside.gather(0, shape.view(1, b, 1, 1, 1).expand(1, *length.shape))[0]
    return (own * radius_px.view(b, 1, 1, 1) + 0.5).clamp(0, 1)


def _texture(u, v, texture):
    b = texture.shape[0]
    striped = 0.72 + 0.28 * torch.sign(torch.sin(u * 5.5))
    dotted = 0.75 + 0.25 * torch.sign(torch.sin(u * 6) * torch.sin(v * 6) - 0.2)
    kind = texture.view(b, 1, 1, 1)
    return torch.where(kind == 0, torch.ones_like(u), torch.where(kind == 1, striped, dotted))


def patches(frames, patch=4, merge=2):
    """Frames [B, T, 3, H, W] of 0..255 to Qwen2.5-VL's patch vectors [B, T/2 · H/p · W/p, 3·2·p·p], in order of merge blocks."""
    b, t, c, h, w = frames.shape
    mean = torch.tensor(MEAN, device=frames.device).view(1, 1, 3, 1, 1)
    deviation = torch.tensor(DEVIATION, device=frames.device).view(1, 1, 3, 1, 1)
    x = (frames / 255 - mean) / deviation
    if t % 2:
        x = torch.cat([x, x[:, -1:]], 1)
    gh, gw = h // patch // merge, w // patch // merge
    x = x.reshape(b, x.shape[1] // 2, 2, c, gh, merge, patch, gw, merge, patch)
    return x.permute(0, 1, 4, 7, 5, 8, 3, 2, 6, 9).reshape(b, -1, c * 2 * patch * patch)
