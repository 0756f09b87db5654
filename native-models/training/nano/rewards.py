"""The rewards of VideoChat-R1 on text, equal to those of `native-models/rewards` (held together by test/golden/rewards.json)."""
import json
import math
import re

_ANSWER = re.compile(r"<answer>(.*?)</answer>", re.DOTALL)
_CLUE = re.compile(r"<(glue|clue)>(.*?)</\1>", re.DOTALL)
_TIMESTEP = re.compile(r"</?timestep>")
_DECIMAL = r"[0-9]+(?:\.[0-9]+)?"
_SPAN_IN_WORDS = re.compile(rf"({_DECIMAL})\s+(?:to|and)\s+({_DECIMAL})", re.IGNORECASE)
_SPAN_PAIR = re.compile(rf"\(\s*({_DECIMAL})\s*,\s*({_DECIMAL})\s*\)")
_STOCK_PREFIXES = ("The best answer is", "The correct answer is", "The answer is", "The answer", "The best option is",
                   "The correct option is", "Best answer:", "Best option:", "Answer:", "Option:")
_BLOCKS = {"think": r"(?:<think>.*?</think>)", "answer": r"(?:<answer>.*?</answer>)",
           "clue": r"(?:<glue>.*?</glue>|<clue>.*?</clue>)"}


def first_answer(text):
    """Content of the first `<answer>`, or None."""
    match = _ANSWER.search(text)
    return None if match is None else match[1]


def last_answer(text):
    """Content of the last `<answer>`, or None."""
    found = _ANSWER.findall(text)
    return found[-1] if found else None


def first_clue(text):
    """Content of the first `<glue>` or `<clue>`, or None."""
    match = _CLUE.search(text)
    return None if match is None else match[2]


def consists_of(text, parts):
    """Whether a completion is exactly these blocks, with white space at most around and between them."""
    return re.fullmatch(r"\s*".join(_BLOCKS[part] for part in parts), text.strip(), re.DOTALL) is not None


def last_span_in_words(text):
    """The last "12.54 to 17.83" of a text in seconds, or None."""
    found = _SPAN_IN_WORDS.findall(text)
    return (float(found[-1][0]), float(found[-1][1])) if found else None


def parse_span_list(text):
    """The spans of `[(5.2, 10.4), (12, 13)]` in seconds; None for anything else, and for a span that ends before it begins."""
    match = re.fullmatch(r"\[(.*)\]", text.strip(), re.DOTALL)
    if match is None:
        return None
    spans, rest = [], match[1].strip()
    while rest:
        pair = _SPAN_PAIR.match(rest)
        if pair is None or float(pair[1]) > float(pair[2]):
            return None
        spans.append((float(pair[1]), float(pair[2])))
        rest = rest[pair.end():].lstrip()
        if rest and not rest.startswith(","):
            return None
        rest = rest[1:].strip()
    return spans


def parse_box_list(text, count=8):
    """Exactly `count` boxes of four finite numbers, or None."""
    text = re.sub(r"[\r\n]", "", text).strip().replace("(", "[").replace(")", "]")
    text = re.sub(r",\s*\]", "]", text)
    text = re.sub(r"(?<![0-9.])\.([0-9])", r"0.\1", text)
    text = re.sub(r"([0-9])\.(?![0-9])", r"\1.0", text)
    text = re.sub(r"(?<![0-9eE])\+([0-9])", r"\1", text)
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    is_boxes = isinstance(value, list) and len(value) == count and all(_is_box(box) for box in value)
    return value if is_boxes else None


def _refuse(name):
    raise ValueError(f"{name} is no JSON")


def _is_box(box):
    return isinstance(box, list) and len(box) == 4 and all(
        isinstance(x, (int, float)) and not isinstance(x, bool) and math.isfinite(x) for x in box)


def option_letter(text):
    """The first capital from A to G after stock words have been taken out, or None."""
    text = text.strip()
    for prefix in _STOCK_PREFIXES:
        text = text.replace(prefix, "")
    match = re.search(r"[A-G]", text)
    return None if match is None else match[0]


def merge_spans(spans):
    """Spans without overlaps, in order of time."""
    merged = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


def interval_union_iou(a, b):
    """IoU of what two lists of spans cover; both empty: 1."""
    a, b = merge_spans(a), merge_spans(b)
    length = lambda spans: sum(end - start for start, end in spans)
    union = length(merge_spans([*a, *b]))
    if union == 0:
        return 1.0 if [s[0] for s in a] == [s[0] for s in b] else 0.0
    return max(0.0, length(a) + length(b) - union) / union


def span_iou(span, truth):
    """IoU of two spans by the paper's formula; 0 when the first ends before it begins."""
    if span[0] > span[1]:
        return 0.0
    hull = max(span[1], truth[1]) - min(span[0], truth[0])
    return 1.0 if hull == 0 else max(0.0, min(span[1], truth[1]) - max(span[0], truth[0])) / hull


def box_iou(a, b):
    """IoU of two boxes [x0, y0, x1, y1]; 0 without area and for an inverted box."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    area = lambda box: (box[2] - box[0]) * (box[3] - box[1])
    return width * height / (area(a) + area(b) - width * height)


def temporal_iou_reward(text, span):
    """IoU of the last "x to y" of the last answer with the true span."""
    answer = last_answer(text)
    found = None if answer is None else last_span_in_words(_TIMESTEP.sub("", answer))
    return 0.0 if found is None else span_iou(found, span)


def spatial_iou_reward(text, boxes):
    """Mean IoU of the first answer's boxes with the true ones."""
    answer = first_answer(text)
    found = None if answer is None else parse_box_list(answer, len(boxes))
    return 0.0 if found is None else sum(map(box_iou, found, boxes)) / len(boxes)


def clue_spans(text):
    """The spans of a completion's clue, or None."""
    clue = first_clue(text)
    return None if clue is None else parse_span_list(clue)


def clue_iou_reward(text, spans):
    """IoU of the union of the clue's spans with the true ones."""
    found = clue_spans(text)
    return 0.0 if found is None else interval_union_iou(found, spans)


def option_reward(text, option):
    """1 when the first answer names the right option."""
    answer = first_answer(text)
    return float(answer is not None and option_letter(answer) == option_letter(option))


def class_reward(text, label):
    """1 when the first answer is the class, apart from case and white space."""
    answer = first_answer(text)
    return float(answer is not None and answer.lower().strip() == label.lower().strip())


def format_reward(task, text, is_thinking):
    """1 when a completion has the form that its task's prompt asks for."""
    parts = (["think"] if is_thinking else []) + ["answer"] + (["clue"] if task == "grounded-question" else [])
    if not consists_of(text, parts):
        return 0.0
    if task == "tracking":
        return float(parse_box_list(first_answer(text) or "") is not None)
    return float(task != "grounded-question" or parse_span_list(first_clue(text) or "") is not None)


def task_reward(truth, text, is_thinking):
    """Parts of the reward of a completion, each 0..1; their sum is what GRPO compares. `truth` names its task."""
    task = truth["task"]
    parts = {"format": format_reward(task, text, is_thinking)}
    if task == "temporal-grounding":
        parts["iou"] = temporal_iou_reward(text, truth["span"])
    elif task == "tracking":
        parts["iou"] = spatial_iou_reward(text, truth["boxes"])
    elif task == "grounded-question":
        parts["iou"] = clue_iou_reward(text, truth["spans"])
    elif task == "class":
        parts["accuracy"] = class_reward(text, truth["label"])
    if task in ("question", "grounded-question"):
        parts["accuracy"] = option_reward(text, truth["option"])
    return parts
