"""Trained weights to a model folder: three ONNX graphs in fp32 and int8, configuration, tokenizer, card; and parity with torch."""
import hashlib
import json
import os
import tarfile

import numpy as np
import torch

from . import evaluate, forward, plain, stages, tokenizer
from .batches import collate
from .model import CONFIG

GRAPHS = ("vision_encoder", "embed_tokens", "decoder_model_merged")
OPSET = 17


def one_model(parameters, index):
    """The weights of one seed as an ordinary state dict."""
    return {name: value[index].detach().cpu().float() for name, value in parameters.items()}


def write_graphs(weights, config, folder, vocabulary_size=tokenizer.VOCABULARY_SIZE):
    """The three graphs in fp32."""
    os.makedirs(folder, exist_ok=True)
    whole = plain.QwenVl(config, vocabulary_size).eval()
    whole.load_state_dict(weights, strict=True)
    v, t = config["vision"], config["text"]
    patch = 3 * v["temporal_patch_size"] * v["patch_size"] ** 2
    # The exporter that goes by tracing, in torch 2 too: the other one needs more packages.
    kind = dict(dynamo=False) if int(torch.__version__.split(".")[0]) >= 2 else {}

    def write(name, module, inputs, input_names, output_names, axes):
        torch.onnx.export(module, inputs, os.path.join(folder, name + ".onnx"), input_names=input_names, output_names=output_names,
                          dynamic_axes=axes, opset_version=OPSET if kind else 14, **kind)

    write("vision_encoder", plain.VisionGraph(whole), (torch.randn(2 * 8 * 12, patch), torch.tensor([[2, 8, 12]])),
          ["pixel_values", "image_grid_thw"], ["image_features"], {"pixel_values": {0: "num_patches"}, "image_features": {0: "num_tokens"}})
    write("embed_tokens", plain.EmbedGraph(whole), (torch.randint(0, 9, (1, 7)),), ["input_ids"], ["inputs_embeds"],
          {"input_ids": {0: "batch_size", 1: "sequence_length"}, "inputs_embeds": {0: "batch_size", 1: "sequence_length"}})
    layers, kv, head = t["num_hidden_layers"], t["num_key_value_heads"], t["hidden_size"] // t["num_attention_heads"]
    past = [torch.randn(1, kv, 3, head) for _ in range(2 * layers)]
    names = [f"{i}.{part}" for i in range(layers) for part in ("key", "value")]
    axes = {"inputs_embeds": {0: "batch_size", 1: "sequence_length"}, "attention_mask": {0: "batch_size", 1: "total_sequence_length"},
            "position_ids": {1: "batch_size", 2: "sequence_length"}, "logits": {0: "batch_size", 1: "num_logits"}}
    axes.update({"past_key_values." + name: {0: "batch_size", 2: "past_sequence_length"} for name in names})
    axes.update({"present." + name: {0: "batch_size", 2: "total_sequence_length"} for name in names})
    positions = torch.arange(5)[None, None].expand(3, 1, 5).contiguous() + 3
    write("decoder_model_merged", plain.DecoderGraph(whole),
          (torch.randn(1, 5, t["hidden_size"]), torch.ones(1, 8, dtype=torch.long), positions, torch.tensor(1), *past),
          ["inputs_embeds", "attention_mask", "position_ids", "num_logits_to_keep"] + ["past_key_values." + n for n in names],
          ["logits"] + ["present." + n for n in names], axes)


def quantise(folder):
    """int8 beside fp32 (dynamic, signed weights, per channel), by onnxruntime's tools."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    for name in GRAPHS:
        quantize_dynamic(os.path.join(folder, name + ".onnx"), os.path.join(folder, name + "_int8.onnx"), weight_type=QuantType.QInt8, per_channel=True,
                         reduce_range=False)


def write_configuration(config, folder, vocabulary_size=tokenizer.VOCABULARY_SIZE):
    """config.json, generation_config.json, preprocessor_config.json, tokenizer.json and tokenizer_config.json."""
    v, t, ids = config["vision"], config["text"], tokenizer.ID_OF
    text = dict(t, model_type="qwen2_5_vl_text", vocab_size=vocabulary_size, head_dim=t["hidden_size"] // t["num_attention_heads"],
                max_position_embeddings=4096, rope_scaling=dict(type="mrope", mrope_section=t["mrope_section"]),
                rope_parameters=dict(rope_type="default", rope_theta=t["rope_theta"], mrope_section=t["mrope_section"]),
                eos_token_id=tokenizer.END, pad_token_id=tokenizer.PAD, bos_token_id=None, tie_word_embeddings=False)
    whole = dict(architectures=["Qwen2_5_VLForConditionalGeneration"], model_type="qwen2_5_vl", text_config=text,
                 vision_config=dict(v, model_type="qwen2_5_vl", in_channels=3), image_token_id=ids["<|image_pad|>"],
                 video_token_id=ids["<|video_pad|>"], vision_start_token_id=ids["<|vision_start|>"], vision_end_token_id=ids["<|vision_end|>"],
                 tie_word_embeddings=False)
    pixels = 32 * 32
    image = dict(image_processor_type="Qwen2VLImageProcessor", processor_class="Qwen2_5_VLProcessor", min_pixels=pixels * 3 // 4, max_pixels=pixels,
                 patch_size=v["patch_size"], temporal_patch_size=v["temporal_patch_size"], merge_size=v["spatial_merge_size"], do_resize=True,
                 do_rescale=True, do_normalize=True, do_convert_rgb=True, resample=3, rescale_factor=1 / 255,
                 image_mean=[0.48145466, 0.4578275, 0.40821073], image_std=[0.26862954, 0.26130258, 0.27577711])
    generation = dict(eos_token_id=[tokenizer.END, tokenizer.PAD], pad_token_id=tokenizer.PAD, do_sample=False)
    files = {"config.json": whole, "preprocessor_config.json": image, "generation_config.json": generation,
             "tokenizer.json": tokenizer.tokenizer_json(), "tokenizer_config.json": tokenizer.tokenizer_config()}
    os.makedirs(folder, exist_ok=True)
    for name, value in files.items():
        with open(os.path.join(folder, name), "w") as file:
            json.dump(value, file, ensure_ascii=False, indent=1)


class OnnxModel:
    """Greedy decoding by the three graphs, one prompt at a time: what the product does, in a few lines."""

    def __init__(self, folder, suffix=""):
        import onnxruntime
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self.sessions = [onnxruntime.InferenceSession(os.path.join(folder, name + suffix + ".onnx"), options, providers=["CPUExecutionProvider"])
                         for name in GRAPHS]

    def answer(self, ids, positions, next_position, pixels, grid, first_video, length):
        """Token ids of the answer to one prompt (ids [P], positions [3, P], pixels [patches, 96])."""
        see, embed, read = self.sessions
        x = embed.run(None, {"input_ids": ids[None]})[0].copy()
        video = see.run(None, {"pixel_values": pixels, "image_grid_thw": np.array([grid])})[0]
        x[0, first_video:first_video + len(video)] = video
        names = [i.name for i in read.get_inputs() if i.name.startswith("past")]
        t = CONFIG["text"]
        past = {n: np.zeros((1, t["num_key_value_heads"], 0, t["hidden_size"] // t["num_attention_heads"]), np.float32) for n in names}
        positions, total, out = positions[:, None], len(ids), []
        for step in range(length):
            logits, *present = read.run(None, {"inputs_embeds": x, "attention_mask": np.ones((1, total), np.int64), "position_ids": positions,
                                               "num_logits_to_keep": np.array(1), **past})
            token = int(logits[0, -1].argmax())
            out.append(token)
            if token == tokenizer.END:
                break
            past = dict(zip(names, present))
            x = embed.run(None, {"input_ids": np.array([[token]])})[0]
            positions, total = np.full((3, 1, 1), next_position + step), total + 1
        return out


def parity(parameters, index, folder, count=8, length=110):
    """Greedy tokens of torch against the graphs: share of answers that are the same, per kind of weights, and figures of both."""
    one = {name: value[index:index + 1].detach().cpu().float() for name, value in parameters.items()}
    scenes, samples = evaluate.scenes_and_samples("in", True, count, seed=9_000_003)
    batch = collate(scenes, samples, 1)
    prompt = forward.prompt_on(batch, torch.device("cpu"), torch.Generator().manual_seed(5))
    ids, _ = forward.sample(one, CONFIG, prompt, 1, length, temperature=0)
    texts = {"torch": [tokenizer.decode(row) for row in ids[:, 0].tolist()]}
    grid = [scenes.frame_count // 2, scenes.height // 4, scenes.width // 4]
    for kind, suffix in (("fp32", ""), ("int8", "_int8")):
        if not os.path.exists(os.path.join(folder, GRAPHS[0] + suffix + ".onnx")):
            continue
        model, texts[kind] = OnnxModel(folder, suffix), []
        for row in range(len(samples)):
            used = batch.prompt_mask[row]
            skipped = int((~used).sum())
            answer = model.answer(batch.prompt_ids[row][used], batch.prompt_positions[:, row][:, used], int(batch.next_position[row]),
                                  prompt.patches[row].numpy(), grid, batch.first_video - skipped, length)
            texts[kind].append(tokenizer.decode(answer))
    same = {kind: evaluate.mean(a == b for a, b in zip(own, texts["torch"])) for kind, own in texts.items()}
    return dict(same=same, figures={kind: evaluate.figures(samples, own) for kind, own in texts.items()}, examples=list(zip([s.prompt for s in samples], texts["torch"]))[:8])


def hashes(folder):
    """SHA-256 of the files of a model folder."""
    out = {}
    for root, _, names in os.walk(folder):
        for name in sorted(names):
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                out[os.path.relpath(path, folder)] = dict(sha256=hashlib.sha256(file.read()).hexdigest(), size_bytes=os.path.getsize(path))
    return out


def best_seed(folder, last_rows=40):
    """The seed with the highest reward over the last steps of the joint run; the first without a curve."""
    path = os.path.join(folder, "curve-joint.jsonl")
    if not os.path.exists(path):
        return 0
    with open(path) as file:
        rows = [json.loads(line)["reward"] for line in file][-last_rows:]
    seeds = len(next(iter(rows[0].values()))) if rows else 1
    score = lambda seed: sum(values[seed] for row in rows for values in row.values() if values[seed] is not None)
    return max(range(seeds), key=score)


def export_stage(options):
    """Writes the model folder of the joint run's best seed, checks it, and packs it beside the results."""
    parameters = stages.load(options.start, torch.device("cpu"))
    folder = os.path.join(options.folder, "nano-videochat-r1")
    index = best_seed(options.folder)
    write_configuration(CONFIG, folder)
    report = dict(seed_index=index)
    write_graphs(one_model(parameters, index), CONFIG, os.path.join(folder, "onnx"))
    try:
        quantise(os.path.join(folder, "onnx"))
    except Exception as error:  # fp32 is still worth having; the report says what is missing
        report["quantise_error"] = repr(error)
    pack(options, folder, report)
    try:
        report.update(parity(parameters, index, os.path.join(folder, "onnx")))
    except Exception as error:
        report["parity_error"] = repr(error)
    pack(options, folder, report)
    print(json.dumps(stages.rounded({k: v for k, v in report.items() if k != "examples"})), flush=True)


def pack(options, folder, report):
    """The report, and the model folder as one archive."""
    with open(os.path.join(options.folder, "figures-export.json"), "w") as file:
        json.dump(stages.rounded(dict(report, files=hashes(folder))), file)
    archive = os.path.join(options.out if options.out else options.folder, "model.tar.gz")
    os.makedirs(os.path.dirname(archive) or ".", exist_ok=True)
    with tarfile.open(archive + ".part", "w:gz") as tar:
        tar.add(folder, os.path.basename(folder))
    os.replace(archive + ".part", archive)
