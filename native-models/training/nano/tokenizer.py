"""The tokenizer of nano VideoChat-R1: words, times and coordinates of the drawn world as single tokens, other ASCII by character.

Text is split at the longest known token, from left to right, as the added tokens of a Hugging Face tokenizer are; what is
left is spelled in characters. Decoding joins the tokens without anything between them.
"""
import re

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>",
           "<|box_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>"]
TAGS = ["<think>", "</think>", "<answer>", "</answer>", "<clue>", "</clue>", "<glue>", "</glue>", "<timestep>", "</timestep>"]
SEPARATORS = [" to ", ", ", "[[", "], [", "]]", "[(", "), (", ")]", "[]", "user\n", "assistant\n", "system\n", "?", "(A)", "(B)", "(C)",
              "(D)", "never", "the"]
WORDS = """ red green blue yellow purple orange white circle disc square box triangle ring cross the a thing which what where when
 find follow from options think first answer directly give clues with clue is are there seen visible can be in picture stands still rests
 stays blinks flashes moves goes left right up down touches meets passes behind does do comes in appears earliest happens time moment
 follows and of to not never last one other scene video while that stops moving slides travels an on off""".split()
LONGEST_SECONDS = 32
STEP_SECONDS = 0.25


def _vocabulary() -> list[str]:
    numbers = {f"{i / 100:.2f}" for i in range(101)}
    numbers |= {f"{i * STEP_SECONDS:.2f}" for i in range(int(LONGEST_SECONDS / STEP_SECONDS) + 1)}
    words = [form for word in dict.fromkeys(WORDS) for form in (" " + word, word[0].upper() + word[1:])]
    characters = [chr(i) for i in range(32, 127)] + ["\n"]
    return list(dict.fromkeys(SPECIAL + TAGS + SEPARATORS + sorted(numbers, key=float) + words + characters + ["<unk>"]))


VOCABULARY = _vocabulary()
ID_OF = {token: index for index, token in enumerate(VOCABULARY)}
VOCABULARY_SIZE = (len(VOCABULARY) + 7) // 8 * 8
PAD, START, END = ID_OF["<|endoftext|>"], ID_OF["<|im_start|>"], ID_OF["<|im_end|>"]
VISION_START, VISION_END, VIDEO_PAD = ID_OF["<|vision_start|>"], ID_OF["<|vision_end|>"], ID_OF["<|video_pad|>"]
_LONG = sorted((t for t in VOCABULARY if len(t) > 1 and t != "<unk>"), key=len, reverse=True)
_PATTERN = re.compile("|".join(map(re.escape, _LONG)) + "|.", re.DOTALL)

CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}{% for content in message['content'] %}"
    "{% if content['type'] == 'image' %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% elif content['type'] == 'video' %}<|vision_start|><|video_pad|><|vision_end|>"
    "{% elif 'text' in content %}{{ content['text'] }}{% endif %}{% endfor %}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def encode(text: str) -> list[int]:
    """Ids of a text, special tokens included; a character outside ASCII becomes `<unk>`."""
    unknown = ID_OF["<unk>"]
    return [ID_OF.get(token, unknown) for token in _PATTERN.findall(text)]


def decode(ids) -> str:
    """The text of ids up to the first end of turn; padding and end are left out."""
    pieces = []
    for i in ids:
        if i == END or i == PAD:
            break
        pieces.append(VOCABULARY[i] if i < len(VOCABULARY) else "")
    return "".join(pieces)


def prompt_ids(text: str, video_token_count: int) -> list[int]:
    """A user turn of text, then video (the order of VideoChat-R1's tasks), and the head of the answer."""
    head = [START] + encode("user\n" + text) + [VISION_START]
    return head + [VIDEO_PAD] * video_token_count + [VISION_END, END] + encode("\n") + [START] + encode("assistant\n")


def tokenizer_json() -> dict:
    """The tokenizer in Hugging Face's format: characters as a BPE without merges, everything longer as added tokens."""
    added = [dict(id=i, content=t, single_word=False, lstrip=False, rstrip=False, normalized=False, special=t in SPECIAL)
             for i, t in enumerate(VOCABULARY) if len(t) > 1]
    vocab = {t: i for i, t in enumerate(VOCABULARY) if len(t) == 1 or t == "<unk>"}
    model = dict(type="BPE", dropout=None, unk_token="<unk>", continuing_subword_prefix="", end_of_word_suffix="",
                 fuse_unk=False, byte_fallback=False, vocab=vocab, merges=[])
    return dict(version="1.0", truncation=None, padding=None, added_tokens=[a for a in added if a["content"] != "<unk>"],
                normalizer=None, pre_tokenizer=None, post_processor=None, decoder=dict(type="Fuse"), model=model)


def tokenizer_config() -> dict:
    """What goes beside it: the chat template and the names of the ends."""
    return dict(tokenizer_class="PreTrainedTokenizerFast", chat_template=CHAT_TEMPLATE, eos_token="<|im_end|>",
                pad_token="<|endoftext|>", bos_token=None, unk_token="<unk>", model_max_length=4096)
