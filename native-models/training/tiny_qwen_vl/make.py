"""Makes the tiny model and its golden values, from `native-models/training`: python3 -m tiny_qwen_vl.make

Weights are random (seeded), so its words mean nothing: it is there to prove the way from frames to text. The network is
`nano/plain.py`, with the names and the shapes of Hugging Face's Qwen2.5-VL.
"""
import argparse
import json
import os

import numpy as np
import torch

from nano import export, plain
from . import golden, tokenizer
from .configuration import CONFIG, files

ROOT = os.path.join(os.path.dirname(__file__), "..", "..", "..")
SEED = 20


def make_model():
    """Random weights of a size at which greedy answers vary; tokens that are no plain text are never the likeliest."""
    torch.manual_seed(SEED)
    whole = plain.QwenVl(CONFIG, tokenizer.VOCABULARY_SIZE).eval()
    for name, parameter in whole.named_parameters():
        if parameter.dim() > 1:
            torch.nn.init.normal_(parameter, std=0.3 if "embed_tokens" in name or "lm_head" in name else 0.15)
    sayable = {i for t, i in tokenizer.ID_OF.items() if t.replace("Ġ", "").isalpha() and t.isascii() or len(t) > 1 and t.startswith("Ġ")}
    sayable.add(tokenizer.ID_OF["Ġ"])
    with torch.no_grad():
        for index in range(tokenizer.VOCABULARY_SIZE):
            if index not in sayable:
                whole.lm_head.weight[index] = 0
    return whole


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--folder", default=os.path.join(ROOT, "native-models", "built-in", "tiny-qwen-vl"))
    options.add_argument("--golden", default=os.path.join(ROOT, "test", "golden", "qwen-vl.json"))
    chosen = options.parse_args()
    torch.set_num_threads(1)
    whole = make_model()
    os.makedirs(chosen.folder, exist_ok=True)
    for name, content in files().items():
        with open(os.path.join(chosen.folder, name), "w") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.write("\n")
    export.write_graphs(whole.state_dict(), CONFIG, os.path.join(chosen.folder, "onnx"), tokenizer.VOCABULARY_SIZE)
    with open(chosen.golden, "w") as file:
        json.dump(golden.values(whole), file, indent=None, separators=(",", ":"))
        file.write("\n")
    print(json.dumps(dict(parameters=int(np.sum([p.numel() for p in whole.parameters()])), files=export.hashes(chosen.folder)), indent=1))


if __name__ == "__main__":
    main()
