"""Qwen2.5-VL in small, as functions on stacked weights: S models of one shape run side by side in one batched product.

Parameters have Hugging Face's names and a leading axis S; `plain.py` is the same network for one model, for the export.
Rows are model-major: B = S·R. Shapes: R rows of one model, n tokens, d width, h heads, k key-value heads, e head width.
"""
import math

import torch
import torch.nn.functional as F

CONFIG = dict(
    vision=dict(depth=3, hidden_size=96, intermediate_size=256, num_heads=3, patch_size=4, spatial_merge_size=2, temporal_patch_size=2,
                window_size=16, out_hidden_size=192, fullatt_block_indexes=[1, 2], tokens_per_second=2),
    text=dict(hidden_size=192, intermediate_size=512, num_hidden_layers=4, num_attention_heads=6, num_key_value_heads=2,
              rms_norm_eps=1e-6, rope_theta=10.0, mrope_section=[6, 5, 5]),
)


def make_parameters(config, vocabulary_size, seeds):
    """Fresh weights, one model per seed: name → [S, …]."""
    models = [_one_model(config, vocabulary_size, torch.Generator().manual_seed(seed)) for seed in seeds]
    return {name: torch.stack([model[name] for model in models]) for name in models[0]}


def _one_model(config, vocabulary_size, generator):
    v, t, p = config["vision"], config["text"], {}

    def linear(name, inputs, outputs, bias=False, scale=1.0):
        p[name + ".weight"] = torch.randn(outputs, inputs, generator=generator) * (scale / math.sqrt(inputs))
        if bias:
            p[name + ".bias"] = torch.zeros(outputs)

    patch = 3 * v["temporal_patch_size"] * v["patch_size"] ** 2
    linear("model.visual.patch_embed.proj", patch, v["hidden_size"])
    p["model.visual.patch_embed.proj.weight"] = p["model.visual.patch_embed.proj.weight"].reshape(
        v["hidden_size"], 3, v["temporal_patch_size"], v["patch_size"], v["patch_size"])
    small = 1 / math.sqrt(2 * v["depth"])
    for i in range(v["depth"]):
        at, d = f"model.visual.blocks.{i}.", v["hidden_size"]
        p[at + "norm1.weight"], p[at + "norm2.weight"] = torch.ones(d), torch.ones(d)
        linear(at + "attn.qkv", d, 3 * d, True)
        linear(at + "attn.proj", d, d, True, small)
        linear(at + "mlp.gate_proj", d, v["intermediate_size"], True)
        linear(at + "mlp.up_proj", d, v["intermediate_size"], True)
        linear(at + "mlp.down_proj", v["intermediate_size"], d, True, small)
    merged = v["hidden_size"] * v["spatial_merge_size"] ** 2
    p["model.visual.merger.ln_q.weight"] = torch.ones(v["hidden_size"])
    linear("model.visual.merger.mlp.0", merged, merged, True)
    linear("model.visual.merger.mlp.2", merged, v["out_hidden_size"], True)
    d, small = t["hidden_size"], 1 / math.sqrt(2 * t["num_hidden_layers"])
    kv = d // t["num_attention_heads"] * t["num_key_value_heads"]
    p["model.language_model.embed_tokens.weight"] = torch.randn(vocabulary_size, d, generator=generator) * 0.5
    for i in range(t["num_hidden_layers"]):
        at = f"model.language_model.layers.{i}."
        p[at + "input_layernorm.weight"], p[at + "post_attention_layernorm.weight"] = torch.ones(d), torch.ones(d)
        linear(at + "self_attn.q_proj", d, d, True)
        linear(at + "self_attn.k_proj", d, kv, True)
        linear(at + "self_attn.v_proj", d, kv, True)
        linear(at + "self_attn.o_proj", d, d, False, small)
        linear(at + "mlp.gate_proj", d, t["intermediate_size"])
        linear(at + "mlp.up_proj", d, t["intermediate_size"])
        linear(at + "mlp.down_proj", t["intermediate_size"], d, False, small)
    p["model.language_model.norm.weight"] = torch.ones(d)
    linear("lm_head", d, vocabulary_size, False, 0.3)
    return p


def linear(p, name, x):
    """x [S, N, in] → [S, N, out]."""
    weight, bias = p[name + ".weight"].flatten(2).transpose(1, 2), p.get(name + ".bias")
    return torch.bmm(x, weight) if bias is None else torch.baddbmm(bias.unsqueeze(1), x, weight)


def norm(p, name, x, eps=1e-6):
    """RMSNorm of x [S, N, d]."""
    return x * torch.rsqrt(x.float().pow(2).mean(-1, keepdim=True) + eps).to(x.dtype) * p[name + ".weight"].unsqueeze(1)


def gated(p, name, x):
    """SwiGLU."""
    return linear(p, name + ".down_proj", F.silu(linear(p, name + ".gate_proj", x)) * linear(p, name + ".up_proj", x))


def rotate(x, cos, sin):
    """Rotary embedding of x [B, h, n, e] by cos, sin [B, 1, n, e]."""
    half = x.shape[-1] // 2
    return x * cos + torch.cat([-x[..., half:], x[..., :half]], -1) * sin


def attend(q, k, v, mask):
    """Softmax attention; q [B, h, n, e], k and v [B, h, m, e], mask added to the scores [B or 1, 1, n, m] or None."""
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    scores = q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5
    return (scores if mask is None else scores + mask).softmax(-1) @ v


def vision_geometry(config, rows, columns, device):
    """Rotary angles and the window mask of one grid of rows × columns patches, in order of merge blocks."""
    c = config["vision"]
    m, width = c["spatial_merge_size"], c["hidden_size"] // c["num_heads"]
    index = torch.arange(rows * columns, device=device)
    block, inner = index // (m * m), index % (m * m)
    block_row, block_column = block // (columns // m), block % (columns // m)
    y, x = block_row * m + inner // m, block_column * m + inner % m
    inverse = 1.0 / 10000.0 ** (torch.arange(0, width // 2, 2, device=device).float() / (width // 2))
    angles = torch.cat([y[:, None] * inverse, x[:, None] * inverse], -1)
    angles = torch.cat([angles, angles], -1)[None, None]
    window = c["window_size"] // m // c["patch_size"]
    name = block_row // window * 1000 + block_column // window
    mask = torch.where(name[:, None] == name[None], 0.0, -1e9)[None, None]
    return angles.cos(), angles.sin(), mask


def see(p, config, patches, rows, columns):
    """Patch vectors [B, grids·rows·columns, 96] to video tokens [B, grids·rows·columns/4, d]."""
    c = config["vision"]
    models, (b, count, _) = p["lm_head.weight"].shape[0], patches.shape
    cells, heads = rows * columns, c["num_heads"]
    cos, sin, mask = vision_geometry(config, rows, columns, patches.device)
    x = linear(p, "model.visual.patch_embed.proj", patches.reshape(models, -1, patches.shape[-1]))
    cos, sin, mask = cos.to(x.dtype), sin.to(x.dtype), mask.to(x.dtype)
    for i in range(c["depth"]):
        at = f"model.visual.blocks.{i}."
        qkv = linear(p, at + "attn.qkv", norm(p, at + "norm1", x))
        q, k, v = qkv.view(-1, cells, 3, heads, qkv.shape[-1] // 3 // heads).permute(2, 0, 3, 1, 4).unbind(0)
        seen = attend(rotate(q, cos, sin), rotate(k, cos, sin), v, None if i in c["fullatt_block_indexes"] else mask)
        x = x + linear(p, at + "attn.proj", seen.transpose(1, 2).reshape(x.shape))
        x = x + gated(p, at + "mlp", norm(p, at + "norm2", x))
    x = norm(p, "model.visual.merger.ln_q", x).reshape(models, -1, c["hidden_size"] * c["spatial_merge_size"] ** 2)
    x = linear(p, "model.visual.merger.mlp.2", F.gelu(linear(p, "model.visual.merger.mlp.0", x)))
    return x.view(b, count // c["spatial_merge_size"] ** 2, -1)


def embed(p, ids):
    """Token ids [B, n] to [B, n, d], each row by the table of its model."""
    table = p["model.language_model.embed_tokens.weight"]
    models, vocabulary, width = table.shape
    offset = torch.arange(models, device=ids.device).repeat_interleave(ids.shape[0] // models).unsqueeze(1) * vocabulary
    return F.embedding(ids + offset, table.reshape(-1, width))


def rotary(config, positions):
    """cos and sin [B, 1, n, e] of M-RoPE for positions [3, B, n]: sections of the frequencies turn with t, y and x."""
    t = config["text"]
    width = t["hidden_size"] // t["num_attention_heads"]
    inverse = 1.0 / t["rope_theta"] ** (torch.arange(0, width, 2, device=positions.device).float() / width)
    angles = positions.unsqueeze(-1).float() * inverse
    angles = torch.cat([part[axis] for axis, part in enumerate(angles.split(t["mrope_section"], -1))], -1)
    angles = torch.cat([angles, angles], -1).unsqueeze(1)
    return angles.cos(), angles.sin()


def read(p, config, x, positions, mask, store):
    """The decoder on embeddings [B, n, d]; `store(layer, k, v)` keeps what it is given and returns all keys and values to look at.

    mask [B, 1, n, m] is added to the scores. Returns hidden states after the last norm, [B, n, d].
    """
    t = config["text"]
    models, (b, n, d) = p["lm_head.weight"].shape[0], x.shape
    heads, kv = t["num_attention_heads"], t["num_key_value_heads"]
    cos, sin = rotary(config, positions)
    x = x.reshape(models, -1, d)
    split = lambda y, count: y.reshape(b, n, count, -1).transpose(1, 2)
    for i in range(t["num_hidden_layers"]):
        at = f"model.language_model.layers.{i}."
        y = norm(p, at + "input_layernorm", x)
        q = rotate(split(linear(p, at + "self_attn.q_proj", y), heads), cos.to(y.dtype), sin.to(y.dtype))
        k = rotate(split(linear(p, at + "self_attn.k_proj", y), kv), cos.to(y.dtype), sin.to(y.dtype))
        k, v = store(i, k, split(linear(p, at + "self_attn.v_proj", y), kv))
        k, v = (z.repeat_interleave(heads // kv, 1) for z in (k, v))
        seen = attend(q, k, v, mask.to(q.dtype))
        x = x + linear(p, at + "self_attn.o_proj", seen.transpose(1, 2).reshape(models, -1, d))
        x = x + gated(p, at + "mlp", norm(p, at + "post_attention_layernorm", x))
    return norm(p, "model.language_model.norm", x).view(b, n, d)


def logits(p, hidden):
    """Scores of the next token, [B, n, d] → [B, n, V]."""
    models, (b, n, d) = p["lm_head.weight"].shape[0], hidden.shape
    return linear(p, "lm_head", hidden.reshape(models, -1, d)).view(b, n, -1)
