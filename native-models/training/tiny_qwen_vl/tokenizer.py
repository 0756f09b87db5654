"""A byte-level BPE in Qwen's format with a few dozen merges: small enough to ship, and every text can be written with it."""
import re

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>",
           "<|box_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>"]
TAGS = ["<think>", "</think>", "<answer>", "</answer>", "<clue>", "</clue>"]
WORDS = ["user", "assistant", "system", "Ġthe", "Ġa", "Ġperson", "Ġvideo", "Ġpicture", "Ġto", "Ġand", "Ġin", "Ġis", "Ġwalks", "Ġwhen",
         "What", "Ġhappens", "You", "Ġare", "Ġhelpful"]
# Qwen2's pattern for Hugging Face, and what it comes to on the ASCII texts of the golden file.
PATTERN = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
ASCII_PATTERN = re.compile(r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\nA-Za-z0-9]?[A-Za-z]+|[0-9]| ?[^\sA-Za-z0-9]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")

CHAT_TEMPLATE = (
    "{% for message in messages %}{% if loop.first and message['role'] != 'system' %}<|im_start|>system\n"
    "You are a helpful assistant.<|im_end|>\n{% endif %}<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}<|im_end|>\n{% else %}{% for content in message['content'] %}"
    "{% if content['type'] == 'image' %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% elif content['type'] == 'video' %}<|vision_start|><|video_pad|><|vision_end|>"
    "{% elif 'text' in content %}{{ content['text'] }}{% endif %}{% endfor %}<|im_end|>\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def byte_letters():
    """Byte → the printable letter that stands for it in a byte-level vocabulary."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in kept}
    for byte in range(256):
        if byte not in letters:
            letters[byte] = chr(256 + len(letters) - len(kept))
    return letters


def _merges():
    """Pairs that build each word from its left."""
    merges = []
    for word in WORDS:
        for end in range(1, len(word)):
            pair = (word[:end], word[end])
            if pair not in merges:
                merges.append(pair)
    return merges


LETTERS = byte_letters()
MERGES = _merges()
VOCABULARY = [LETTERS[byte] for byte in range(256)] + [a + b for a, b in MERGES]
ID_OF = {token: index for index, token in enumerate(VOCABULARY + SPECIAL + TAGS)}
VOCABULARY_SIZE = (len(ID_OF) + 7) // 8 * 8
RANK = {pair: rank for rank, pair in enumerate(MERGES)}
_ADDED = re.compile("(" + "|".join(map(re.escape, SPECIAL + TAGS)) + ")")


def _bpe(word):
    parts = list(word)
    while True:
        ranked = [(RANK.get(pair, len(RANK)), at) for at, pair in enumerate(zip(parts, parts[1:]))]
        if not ranked or min(ranked)[0] == len(RANK):
            return parts
        at = min(ranked)[1]
        parts[at:at + 2] = [parts[at] + parts[at + 1]]


def encode(text):
    """Ids of an ASCII text, special tokens included."""
    ids = []
    for piece in _ADDED.split(text):
        if piece in ID_OF and piece in SPECIAL + TAGS:
            ids.append(ID_OF[piece])
            continue
        for word in ASCII_PATTERN.findall(piece):
            ids += [ID_OF[part] for part in _bpe("".join(LETTERS[byte] for byte in word.encode()))]
    return ids


def decode(ids):
    """The text of ids, special tokens left out."""
    byte_of = {letter: byte for byte, letter in LETTERS.items()}
    names, out = {index: token for token, index in ID_OF.items()}, bytearray()
    for token in (names.get(index, "") for index in ids):
        if token not in SPECIAL:
            out += token.encode() if token in TAGS else bytes(byte_of[letter] for letter in token)
    return out.decode("utf8", "replace")


def tokenizer_json():
    added = [dict(id=ID_OF[t], content=t, single_word=False, lstrip=False, rstrip=False, normalized=False, special=t in SPECIAL)
             for t in SPECIAL + TAGS]
    split = dict(type="Split", pattern=dict(Regex=PATTERN), behavior="Isolated", invert=False)
    level = dict(type="ByteLevel", add_prefix_space=False, trim_offsets=False, use_regex=False)
    model = dict(type="BPE", dropout=None, unk_token=None, continuing_subword_prefix="", end_of_word_suffix="", fuse_unk=False,
                 byte_fallback=False, vocab={t: i for i, t in enumerate(VOCABULARY)}, merges=[list(pair) for pair in MERGES])
    return dict(version="1.0", truncation=None, padding=None, added_tokens=added, normalizer=dict(type="NFC"),
                pre_tokenizer=dict(type="Sequence", pretokenizers=[split, level]), post_processor=level, decoder=level, model=model)


def tokenizer_config():
    return dict(tokenizer_class="Qwen2Tokenizer", chat_template=CHAT_TEMPLATE, eos_token="<|im_end|>", pad_token="<|endoftext|>",
                bos_token=None, unk_token=None, model_max_length=4096, clean_up_tokenization_spaces=False)
