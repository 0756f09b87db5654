"""Samples of the three tasks over drawn scenes: prompt, true completion (for supervision) and truth (for rewards).

Tasks: "temporal-grounding" (some queries never happen: their truth is the class "never"), "tracking", "grounded-question"
and "question". Each has a thinking and a direct form; the prompt says which.
"""
from dataclasses import dataclass

import numpy as np

from .scene import COLOURS, SHAPES, make_scenes
from .truth import KINDS, partners, predicates, runs, spans_of

VERBS = {
    "seen": ("is seen", "can be seen", "is visible", "is in the picture"), "still": ("stands still", "rests", "stays still"),
    "blinks": ("blinks", "flashes"), "left": ("moves left", "goes left", "slides left"), "right": ("moves right", "goes right", "slides right"),
    "up": ("moves up", "goes up", "slides up"), "down": ("moves down", "goes down", "slides down"),
    "meets": ("meets", "touches"), "behind": ("passes behind", "goes behind"),
}
SHAPE_WORDS = {"circle": ("circle", "disc"), "square": ("square", "box")}
LETTERS = "ABCD"
BOXES_OF_AN_ANSWER = 8
PROMPT_TASKS = ("temporal-grounding", "tracking", "grounded-question", "question")


@dataclass
class Sample:
    """One prompt with what is true of it; `kind` is the predicate or sort of question, for the table."""

    task: str
    is_thinking: bool
    prompt: str
    completion: str
    truth: dict
    kind: str


@dataclass
class Noise:
    """How rough the labels of the warm-up are: standard deviation of times in seconds and of corners, share of wrong options."""

    seconds: float = 0.0
    corners: float = 0.0
    options: float = 0.0


def number(value):
    """A time or coordinate as it is written: two decimals."""
    return f"{value:.2f}"


def span_text(span):
    """A span as an answer writes it."""
    return f"{number(span[0])} to {number(span[1])}"


def box_text(box):
    """A box as prompts and answers write it."""
    return "[" + ", ".join(number(min(1.0, max(0.0, x))) for x in box) + "]"


def answer_frames(frame_count):
    """The frames of the eight boxes, evenly spread from the first to the last."""
    return np.round(np.linspace(0, frame_count - 1, BOXES_OF_AN_ANSWER)).astype(int)


def make_samples(rng, tasks, frame_count=16, fps=2.0, height=32, width=32, thinking=0.5, absent=0.15, noise=Noise()):
    """One scene and one sample for each entry of `tasks`. Scenes in which nothing can be asked are drawn anew."""
    scenes = make_scenes(rng, len(tasks), frame_count, fps, height, width)
    book = SceneBook(scenes)
    samples = []
    for row, task in enumerate(tasks):
        is_thinking = bool(rng.random() < thinking)
        samples.append(_sample(rng, book, row, task, is_thinking, absent, noise))
    return scenes, samples


class SceneBook:
    """Scenes with all that is true of them looked up once."""

    def __init__(self, scenes):
        self.scenes, self.boxes = scenes, scenes.boxes()
        self.facts = predicates(scenes)             # [B, P, N, T]
        self.counts, self.first, self.last = runs(self.facts)
        self.partner = partners(scenes)
        self.is_there = scenes.alive.any(-1)        # [B, N]
        self.duration = scenes.frame_count / scenes.fps

    def name(self, rng, row, thing):
        """The thing's name with one of its words for the shape."""
        return noun_phrase(rng, self.scenes.colour[row, thing], self.scenes.shape[row, thing])

    def partner_of(self, row, kind, thing):
        """The one other thing that an encounter is with; None where it changes on the way."""
        others = np.unique(self.partner[row, thing][self.facts[row, KINDS.index(kind), thing]])
        return int(others[0]) if len(others) == 1 and others[0] >= 0 else None

    def askable(self, row):
        """Pairs (kind, thing) whose fact has exactly one run of at least two frames that is not the whole clip, or is "seen"."""
        count, length = self.counts[row], self.last[row] - self.first[row]
        fine = (count == 1) & (length >= 2) & (length < self.scenes.frame_count)
        return [(KINDS[p], n) for p, n in zip(*np.nonzero(fine))]

    def is_clear(self, row, kind, thing):
        """Whether a thing does something long enough to be seen: its first run has at least two frames."""
        p = KINDS.index(kind)
        return self.last[row, p, thing] - self.first[row, p, thing] >= 2

    def spans(self, row, kind, thing):
        """The runs of a fact in seconds."""
        return spans_of(self.facts[row, KINDS.index(kind), thing], self.scenes.fps)


def noun_phrase(rng, colour, shape):
    """"the red circle", from indices."""
    words = SHAPE_WORDS.get(SHAPES[shape], (SHAPES[shape],))
    return f"the {COLOURS[colour]} {words[rng.integers(len(words))]}"


def clause(rng, book, row, kind, thing, name):
    """A sentence that says the fact, or None when the other thing of an encounter is not clear."""
    verb = VERBS[kind][rng.integers(len(VERBS[kind]))]
    if kind not in ("meets", "behind"):
        return f"{name} {verb}"
    other = book.partner_of(row, kind, thing)
    return None if other is None else f"{name} {verb} {book.name(rng, row, other)}"


def _sample(rng, book, row, task, is_thinking, absent, noise):
    if task == "tracking":
        return _tracking(rng, book, row, is_thinking, noise)
    if task == "temporal-grounding":
        if rng.random() < absent:
            return _never(rng, book, row, is_thinking)
        return _grounding(rng, book, row, is_thinking, noise) or _never(rng, book, row, is_thinking)
    return _question(rng, book, row, task == "grounded-question", is_thinking, noise)


def _manner(is_thinking, with_clue=False):
    return ("Think first" if is_thinking else "Answer directly") + (" with clue." if with_clue else ".")


def _shaken(rng, span, noise, duration):
    """A span with the warm-up's noise, still in order and in the clip, on the grid that times are written in."""
    if noise.seconds == 0:
        return span
    start, end = np.sort(np.round((np.array(span) + rng.normal(0, noise.seconds, 2)) * 4) / 4).clip(0, duration)
    return (float(start), float(end))


def _grounding(rng, book, row, is_thinking, noise):
    pairs = book.askable(row)
    for _ in range(4):
        if not pairs:
            return None
        kinds = sorted({kind for kind, _ in pairs})
        wanted = kinds[rng.integers(len(kinds))]
        things = [thing for kind, thing in pairs if kind == wanted]
        thing = things[rng.integers(len(things))]
        name = book.name(rng, row, thing)
        sentence = clause(rng, book, row, wanted, thing, name)
        if sentence is not None:
            break
        pairs = [pair for pair in pairs if pair != (wanted, thing)]
    else:
        return None
    span = book.spans(row, wanted, thing)[0]
    seen = book.spans(row, "seen", thing)
    written = span_text(_shaken(rng, span, noise, book.duration))
    thought = f"<think>{name} is seen <timestep>{span_text((seen[0][0], seen[-1][1]))}</timestep></think>" if is_thinking else ""
    return Sample("temporal-grounding", is_thinking, f"Find when {sentence}. {_manner(is_thinking)}",
                  f"{thought}<answer>{written}</answer>", dict(task="temporal-grounding", span=span), wanted)


def _never(rng, book, row, is_thinking):
    """A query about something that does not happen: a thing that is not there, or one that does not do this."""
    there = [n for n in range(book.is_there.shape[1]) if book.is_there[row, n]]
    idle = [(kind, n) for kind in ("blinks", "still", "left", "right", "up", "down") for n in there
            if book.counts[row, KINDS.index(kind), n] == 0]
    if idle and rng.random() < 0.5:
        kind, thing = idle[rng.integers(len(idle))]
        name = book.name(rng, row, thing)
        seen = book.spans(row, "seen", thing)
        thought = f"{name} is seen <timestep>{span_text((seen[0][0], seen[-1][1]))}</timestep>"
    else:
        kind, name = ("seen", "blinks", "still")[rng.integers(3)], _absent_name(rng, book, row)
        thought = f"{name} is never seen"
    verb = VERBS[kind][rng.integers(len(VERBS[kind]))]
    return Sample("temporal-grounding", is_thinking, f"Find when {name} {verb}. {_manner(is_thinking)}",
                  (f"<think>{thought}</think>" if is_thinking else "") + "<answer>never</answer>", dict(task="class", label="never"), "never")


def _absent_name(rng, book, row):
    there = {(book.scenes.colour[row, n], book.scenes.shape[row, n]) for n in range(book.is_there.shape[1])}
    while True:
        colour, shape = rng.integers(len(COLOURS)), rng.integers(len(SHAPES))
        if (colour, shape) not in there:
            return noun_phrase(rng, colour, shape)


def _tracking(rng, book, row, is_thinking, noise):
    """Thing 0 stays in the picture all the time."""
    frames = answer_frames(book.scenes.frame_count)
    boxes = [[float(x) for x in np.round(box, 4)] for box in book.boxes[row, 0, frames]]
    name = book.name(rng, row, 0)
    shaken = [[x + rng.normal(0, noise.corners) for x in box] if noise.corners and i else box for i, box in enumerate(boxes)]
    kind = ("still", "left", "right", "up", "down")[book.scenes.moving[row, 0, 0]]
    thought = f"<think>{name} {VERBS[kind][0]} first</think>" if is_thinking else ""
    return Sample("tracking", is_thinking, f"Follow {name} from {box_text(boxes[0])}. {_manner(is_thinking)}",
                  f"{thought}<answer>[{', '.join(map(box_text, shaken))}]</answer>", dict(task="tracking", boxes=boxes), "tracking")


def _question(rng, book, row, with_clue, is_thinking, noise):
    kinds = rng.permutation(("which", "what", "last"))
    for kind in kinds:
        found = {"which": _which, "what": _what, "last": _last}[kind](rng, book, row)
        if found is not None:
            break
    else:
        found, kind = _who_is_there(rng, book, row), "there"
    question, right, wrong, thought, spans = found
    wrong = [wrong[i] for i in rng.permutation(len(wrong))[:3]]
    place = int(rng.integers(len(wrong) + 1))
    options = wrong[:place] + [right] + wrong[place:]
    written = int(rng.integers(len(options))) if rng.random() < noise.options else place
    clue = ""
    if with_clue:
        clue = "<clue>[" + ", ".join(f"({number(a)}, {number(b)})" for a, b in (_shaken(rng, s, noise, book.duration) for s in spans)) + "]</clue>"
    thinking = f"<think>{thought} <timestep>{span_text((spans[0][0], spans[-1][1]))}</timestep></think>" if is_thinking else ""
    listed = " ".join(f"({LETTERS[i]}) {option}" for i, option in enumerate(options))
    truth = dict(task="grounded-question", option=f"({LETTERS[place]})", spans=spans) if with_clue else dict(task="question", option=f"({LETTERS[place]})")
    return Sample(truth["task"], is_thinking, f"{question} {listed}. {_manner(is_thinking, with_clue)}",
                  f"{thinking}<answer>({LETTERS[written]})</answer>{clue}", truth, str(kind))


def _there(book, row):
    return [n for n in range(book.is_there.shape[1]) if book.is_there[row, n]]


def _which(rng, book, row):
    """Which thing does something that no other does?"""
    there = _there(book, row)
    clear = [(kind, n) for kind in ("blinks", "still", "left", "right", "up", "down") for n in there
             if book.is_clear(row, kind, n) and all(book.counts[row, KINDS.index(kind), m] == 0 for m in there if m != n)]
    if not clear:
        return None
    kinds = sorted({kind for kind, _ in clear})
    kind = kinds[rng.integers(len(kinds))]
    thing = [n for k, n in clear if k == kind][0]
    name, verb = book.name(rng, row, thing), VERBS[kind][rng.integers(len(VERBS[kind]))]
    wrong = [book.name(rng, row, n) for n in there if n != thing] + [_absent_name(rng, book, row)]
    return f"Which thing {verb}?", name, wrong, f"{name} {verb}", book.spans(row, kind, thing)


def _what(rng, book, row):
    """What does this thing do? Exactly one of the options is true."""
    there = _there(book, row)
    thing = there[rng.integers(len(there))]
    acts = ("blinks", "still", "left", "right", "up", "down")
    does = [kind for kind in acts if book.is_clear(row, kind, thing)]
    does_not = [kind for kind in acts if book.counts[row, KINDS.index(kind), thing] == 0]
    if not does or not does_not:
        return None
    kind = does[rng.integers(len(does))]
    name = book.name(rng, row, thing)
    return f"What does {name} do?", VERBS[kind][0], [VERBS[k][0] for k in does_not], f"{name} {VERBS[kind][0]}", book.spans(row, kind, thing)


def _last(rng, book, row):
    """Which thing comes in last?"""
    there = _there(book, row)
    first = [book.first[row, 0, n] for n in there]
    late = max(first)
    if len(there) < 2 or late == 0 or first.count(late) > 1:
        return None
    thing = there[first.index(late)]
    name = book.name(rng, row, thing)
    wrong = [book.name(rng, row, n) for n in there if n != thing] + [_absent_name(rng, book, row)]
    return "Which thing comes in last?", name, wrong, f"{name} comes in", book.spans(row, "seen", thing)


def _who_is_there(rng, book, row):
    """Which thing is seen? The fallback that every scene has an answer to."""
    name = book.name(rng, row, 0)
    return "Which thing is seen?", name, [_absent_name(rng, book, row) for _ in range(2)], f"{name} is seen", book.spans(row, "seen", 0)
