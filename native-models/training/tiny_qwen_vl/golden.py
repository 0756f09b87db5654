"""The golden values: what the product must compute from the same messages, sizes and pictures."""
import math

import numpy as np
import torch

from . import reference, tokenizer

ANSWER_LENGTH = 16


def video(width, height, numbers, rate):
    return dict(kind="video", width=width, height=height, numbers=numbers, framesPerSecond=rate)


def image(width, height, number):
    return dict(kind="image", width=width, height=height, numbers=[number])


def text(words):
    return dict(kind="text", text=words)


CASES = {
    "text only": [("user", [text("What happens in the video?")])],
    "a system message and an earlier turn": [("system", [text("Be brief.")]), ("user", [text("What is 1 and 2?")]),
                                             ("assistant", [text("It's 3.")]), ("user", [text("You are   helpful.\n\nWhen?")])],
    "one image wider than a window": [("user", [image(168, 140, 3), text("What is in the picture?")])],
    "video at 2 frames a second": [("user", [video(84, 56, list(range(8)), 2), text("What happens when a person walks?")])],
    "video at 3 frames a second, text first": [("user", [text("What happens?"), video(56, 84, list(range(12)), 3)])],
    "video at one frame in 1.4 seconds, odd count": [("user", [video(56, 56, list(range(9)), 1 / 1.4), text("When?")])],
    "two images and a video": [("user", [image(56, 84, 5), image(112, 56, 9), video(84, 84, [1, 4, 9, 16, 25], 2), text("What is the person in?")])],
}


def rounded(values, digits=6):
    return [float(f"{value:.{digits}g}") for value in np.asarray(values, dtype=np.float64).reshape(-1)]


def one_case(whole, name, messages):
    out = reference.run(whole, messages, ANSWER_LENGTH)
    clips = [dict(grid=clip["grid"], secondsPerGrid=clip["seconds_per_grid"], patchRow=rounded(clip["values"][5]),
                  patchSum=float(clip["values"].double().sum()), patchSquareSum=float((clip["values"].double() ** 2).sum()),
                  features=rounded(features))
             for clip, features in zip(out["clips"], out["features"])]
    return dict(name=name, messages=[dict(role=role, parts=parts) for role, parts in messages], ids=out["ids"],
                positions=out["positions"].tolist(), clips=clips, logits=rounded(out["logits"]), tokens=out["tokens"],
                text=tokenizer.decode(out["tokens"]))


def smart_resize(height, width, factor, least, most):
    """As published with Qwen2-VL; Python rounds half to even."""
    h, w = max(factor, round(height / factor) * factor), max(factor, round(width / factor) * factor)
    if h * w > most:
        scale = math.sqrt(height * width / most)
        h, w = max(factor, math.floor(height / scale / factor) * factor), max(factor, math.floor(width / scale / factor) * factor)
    elif h * w < least:
        scale = math.sqrt(least / (height * width))
        h, w = math.ceil(height * scale / factor) * factor, math.ceil(width * scale / factor) * factor
    return h, w


def resize_cases():
    """Sizes where rounding half to even, the floor and the ceiling matter, and usual ones."""
    sizes = [(70, 70), (42, 98), (126, 14), (720, 1280), (1080, 1920), (360, 640), (1920, 1080), (30, 300), (2160, 3840), (97, 211)]
    limits = [(28, 3136, 12845056), (28, 128 * 784, 768 * 784), (28, 128 * 784, int(1.05 * 128 * 784)), (8, 768, 1024)]
    return [dict(height=h, width=w, factor=f, minPixels=a, maxPixels=b, result=list(smart_resize(h, w, f, a, b)))
            for h, w in sizes for f, a, b in limits]


def bicubic_cases():
    """Pillow's bicubic, which antialiases: smaller, larger, and one of each."""
    from PIL import Image
    out = []
    for number, (width, height, to_width, to_height) in enumerate([(61, 47, 28, 28), (20, 30, 28, 56), (90, 16, 28, 28), (33, 33, 33, 33)]):
        source = reference.picture(width, height, number)
        result = np.asarray(Image.fromarray(source).resize((to_width, to_height), Image.BICUBIC))
        out.append(dict(width=width, height=height, number=number, toWidth=to_width, toHeight=to_height, result=result.reshape(-1).tolist()))
    return out


def sample_cases():
    """Which frames: as published with Qwen2-VL (`smart_nframes`, then evenly over the whole clip)."""
    out = []
    for total, rate, wanted in [(900, 30, 2), (45, 30, 2), (7, 25, 2), (3, 25, 2), (54000, 29.97, 2), (250, 25, 0.5), (301, 25, 4)]:
        least, most = 4, min(768, total) // 2 * 2
        count = min(min(max(total / rate * wanted, least), most), total)
        count = math.floor(count / 2) * 2
        if 2 <= count <= total:
            indices = torch.linspace(0, total - 1, count).round().long().tolist()
            out.append(dict(frameCount=total, sourceRate=rate, rate=wanted, count=count, firstIndices=indices[:12], lastIndex=indices[-1]))
    return out


def values(whole):
    import PIL
    return dict(madeBy=f"python3 -m tiny_qwen_vl.make, torch {torch.__version__}, Pillow {PIL.__version__}",
                cases=[one_case(whole, name, messages) for name, messages in CASES.items()],
                smartResize=resize_cases(), bicubic=bicubic_cases(), sampling=sample_cases())
