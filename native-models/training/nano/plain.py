"""The network of `model.py` for one model, as modules with Hugging Face's names, in a form that exports to ONNX.

Three graphs, as ONNX runtimes of Qwen2.5-VL expect them: vision_encoder, embed_tokens, decoder_model_merged.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class RmsNorm(nn.Module):
    def __init__(self, width, eps=1e-6):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(width)), eps

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps))


class Gated(nn.Module):
    def __init__(self, width, inner, bias):
        super().__init__()
        self.gate_proj, self.up_proj = nn.Linear(width, inner, bias=bias), nn.Linear(width, inner, bias=bias)
        self.down_proj = nn.Linear(inner, width, bias=bias)

    def forward(self, x):
        gate = self.gate_proj(x)
        return self.down_proj(gate * torch.sigmoid(gate) * self.up_proj(x))


def turned(x):
    half = x.shape[-1] // 2
    return torch.cat((-x[..., half:], x[..., :half]), -1)


class VisionAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.qkv, self.proj = heads, nn.Linear(width, 3 * width), nn.Linear(width, width)

    def forward(self, x, cos, sin, mask):  # x [grids, P, d]
        width, cells = x.shape[-1], x.shape[1]
        q, k, v = self.qkv(x).reshape(-1, cells, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        q, k = q * cos + turned(q) * sin, k * cos + turned(k) * sin
        scores = (q @ k.transpose(-1, -2)) * (width // self.heads) ** -0.5
        scores = scores if mask is None else scores + mask
        return self.proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(-1, cells, width))


class VisionBlock(nn.Module):
    def __init__(self, c):
        super().__init__()
        width = c["hidden_size"]
        self.norm1, self.norm2 = RmsNorm(width), RmsNorm(width)
        self.attn, self.mlp = VisionAttention(width, c["num_heads"]), Gated(width, c["intermediate_size"], True)

    def forward(self, x, cos, sin, mask):
        x = x + self.attn(self.norm1(x), cos, sin, mask)
        return x + self.mlp(self.norm2(x))


class PatchEmbed(nn.Module):
    def __init__(self, c):
        super().__init__()
        size = (c["temporal_patch_size"], c["patch_size"], c["patch_size"])
        self.proj = nn.Conv3d(3, c["hidden_size"], size, size, bias=False)

    def forward(self, x):
        return x @ self.proj.weight.flatten(1).t()


class Merger(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.width = c["hidden_size"] * c["spatial_merge_size"] ** 2
        self.ln_q = RmsNorm(c["hidden_size"])
        self.mlp = nn.Sequential(nn.Linear(self.width, self.width), nn.GELU(), nn.Linear(self.width, c["out_hidden_size"]))

    def forward(self, x):
        return self.mlp(self.ln_q(x).reshape(-1, self.width))


class Vision(nn.Module):
    """pixel_values [t·h·w, 96], grid [1, 3] of one clip → [t·h·w/4, d]."""

    def __init__(self, c):
        super().__init__()
        self.c, self.patch_embed, self.merger = c, PatchEmbed(c), Merger(c)
        self.blocks = nn.ModuleList([VisionBlock(c) for _ in range(c["depth"])])
        half = c["hidden_size"] // c["num_heads"] // 2
        self.register_buffer("inverse", 1.0 / (10000.0 ** (torch.arange(0, half, 2).float() / half)), persistent=False)

    def forward(self, pixel_values, grid):
        c, m = self.c, self.c["spatial_merge_size"]
        floor = lambda a, b: torch.div(a, b, rounding_mode="floor")
        h, w = grid[0, 1], grid[0, 2]
        index = torch.arange(h * w)
        block = floor(index, m * m)
        inner = index - block * m * m
        across = floor(w, torch.tensor(m))
        block_row = floor(block, across)
        block_column = block - block_row * across
        y, x = block_row * m + floor(inner, m), block_column * m + (inner - floor(inner, m) * m)
        angles = torch.cat([y[:, None].float() * self.inverse, x[:, None].float() * self.inverse], -1)
        angles = torch.cat([angles, angles], -1)
        cos, sin = angles.cos(), angles.sin()
        window = c["window_size"] // m // c["patch_size"]
        name = floor(block_row, window) * 1000 + floor(block_column, window)
        mask = (name[:, None] != name[None, :]).float() * -1e9
        x = self.patch_embed(pixel_values).reshape(-1, index.shape[0], c["hidden_size"])
        for i, block in enumerate(self.blocks):
            x = block(x, cos, sin, None if i in c["fullatt_block_indexes"] else mask)
        return self.merger(x)


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        width, self.heads, self.kv = c["hidden_size"], c["num_attention_heads"], c["num_key_value_heads"]
        self.head = width // self.heads
        self.q_proj, self.o_proj = nn.Linear(width, width), nn.Linear(width, width, bias=False)
        self.k_proj, self.v_proj = nn.Linear(width, self.kv * self.head), nn.Linear(width, self.kv * self.head)

    def forward(self, x, cos, sin, mask, past_key, past_value):
        b, n, width = x.shape
        split = lambda y, heads: y.reshape(b, n, heads, self.head).transpose(1, 2)
        q, k, v = split(self.q_proj(x), self.heads), split(self.k_proj(x), self.kv), split(self.v_proj(x), self.kv)
        q, k = q * cos + turned(q) * sin, k * cos + turned(k) * sin
        k, v = torch.cat([past_key, k], 2), torch.cat([past_value, v], 2)
        q = q.reshape(b, self.kv, self.heads // self.kv, n, self.head)
        scores = (q @ k[:, :, None].transpose(-1, -2)) * self.head ** -0.5 + mask[:, :, None]
        out = (scores.softmax(-1) @ v[:, :, None]).reshape(b, self.heads, n, self.head)
        return self.o_proj(out.transpose(1, 2).reshape(b, n, width)), k, v


class Layer(nn.Module):
    def __init__(self, c):
        super().__init__()
        width = c["hidden_size"]
        self.self_attn, self.mlp = Attention(c), Gated(width, c["intermediate_size"], False)
        self.input_layernorm, self.post_attention_layernorm = RmsNorm(width, c["rms_norm_eps"]), RmsNorm(width, c["rms_norm_eps"])

    def forward(self, x, *rest):
        out, k, v = self.self_attn(self.input_layernorm(x), *rest)
        x = x + out
        return x + self.mlp(self.post_attention_layernorm(x)), k, v


class LanguageModel(nn.Module):
    def __init__(self, c, vocabulary_size):
        super().__init__()
        self.c, self.embed_tokens = c, nn.Embedding(vocabulary_size, c["hidden_size"])
        self.layers = nn.ModuleList([Layer(c) for _ in range(c["num_hidden_layers"])])
        self.norm = RmsNorm(c["hidden_size"], c["rms_norm_eps"])
        width = c["hidden_size"] // c["num_attention_heads"]
        self.register_buffer("inverse", 1.0 / (c["rope_theta"] ** (torch.arange(0, width, 2).float() / width)), persistent=False)

    def forward(self, x, attention_mask, positions, past):
        angles = positions[..., None].float() * self.inverse  # [3, b, n, e/2]
        angles = torch.cat([part[axis] for axis, part in enumerate(angles.split(self.c["mrope_section"], -1))], -1)
        angles = torch.cat([angles, angles], -1)[:, None]
        n, total = x.shape[1], attention_mask.shape[1]
        query, key = torch.arange(total - n, total)[:, None], torch.arange(total)[None, :]
        mask = ((key > query)[None, None] | (attention_mask == 0)[:, None, None, :]).float() * -1e9
        present = []
        for i, layer in enumerate(self.layers):
            x, k, v = layer(x, angles.cos(), angles.sin(), mask, past[2 * i], past[2 * i + 1])
            present += [k, v]
        return self.norm(x), present


class QwenVl(nn.Module):
    """The whole model; its state dict is one model of `model.make_parameters`."""

    def __init__(self, config, vocabulary_size):
        super().__init__()
        self.model = nn.Module()
        self.model.visual, self.model.language_model = Vision(config["vision"]), LanguageModel(config["text"], vocabulary_size)
        self.lm_head = nn.Linear(config["text"]["hidden_size"], vocabulary_size, bias=False)


class VisionGraph(nn.Module):
    def __init__(self, whole):
        super().__init__()
        self.whole = whole

    def forward(self, pixel_values, image_grid_thw):
        return self.whole.model.visual(pixel_values, image_grid_thw)


class EmbedGraph(nn.Module):
    def __init__(self, whole):
        super().__init__()
        self.whole = whole

    def forward(self, input_ids):
        return self.whole.model.language_model.embed_tokens(input_ids)


class DecoderGraph(nn.Module):
    def __init__(self, whole):
        super().__init__()
        self.whole = whole

    def forward(self, inputs_embeds, attention_mask, position_ids, num_logits_to_keep, *past):
        hidden, present = self.whole.model.language_model(inputs_embeds, attention_mask, position_ids, past)
        count = torch.tensor(hidden.shape[1]) if not torch.is_tensor(hidden.shape[1]) else hidden.shape[1]
        keep = torch.where(num_logits_to_keep > 0, num_logits_to_keep, count.to(torch.int64))
        return (self.whole.lm_head(hidden.index_select(1, torch.arange(count - keep, count))), *present)
