"""The shape of the tiny model, and the JSON files of its folder."""
from . import tokenizer

MEAN = [0.48145466, 0.4578275, 0.40821073]
DEVIATION = [0.26862954, 0.26130258, 0.27577711]

CONFIG = dict(
    vision=dict(depth=2, hidden_size=32, intermediate_size=64, num_heads=2, patch_size=14, spatial_merge_size=2, temporal_patch_size=2,
                window_size=112, out_hidden_size=64, fullatt_block_indexes=[1], tokens_per_second=2),
    text=dict(hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
              rms_norm_eps=1e-6, rope_theta=1e6, mrope_section=[2, 3, 3]),
)


def files():
    """Name → content of the folder's JSON files."""
    v, t, ids = CONFIG["vision"], CONFIG["text"], tokenizer.ID_OF
    end, pad = ids["<|im_end|>"], ids["<|endoftext|>"]
    text = dict(t, model_type="qwen2_5_vl_text", vocab_size=tokenizer.VOCABULARY_SIZE, head_dim=t["hidden_size"] // t["num_attention_heads"],
                max_position_embeddings=4096, rope_scaling=dict(type="mrope", mrope_section=t["mrope_section"]), eos_token_id=end,
                pad_token_id=pad, bos_token_id=None, tie_word_embeddings=False)
    config = dict(architectures=["Qwen2_5_VLForConditionalGeneration"], model_type="qwen2_5_vl", text_config=text,
                  vision_config=dict(v, model_type="qwen2_5_vl", in_channels=3), image_token_id=ids["<|image_pad|>"],
                  video_token_id=ids["<|video_pad|>"], vision_start_token_id=ids["<|vision_start|>"],
                  vision_end_token_id=ids["<|vision_end|>"], tie_word_embeddings=False)
    common = dict(patch_size=14, temporal_patch_size=2, merge_size=2, do_resize=True, do_rescale=True, do_normalize=True, do_convert_rgb=True,
                  resample=3, rescale_factor=1 / 255, image_mean=MEAN, image_std=DEVIATION)
    image = dict(common, image_processor_type="Qwen2VLImageProcessor", processor_class="Qwen2_5_VLProcessor", min_pixels=4 * 28 * 28,
                 max_pixels=64 * 28 * 28)
    # Small pictures of few frames: it is to be quick, there is nothing that it could recognise.
    video = dict(common, video_processor_type="Qwen2VLVideoProcessor", processor_class="Qwen2_5_VLProcessor", min_pixels=4 * 28 * 28,
                 max_pixels=16 * 28 * 28, total_pixels=1024 * 28 * 28, fps=2, min_frames=4, max_frames=128)
    generation = dict(eos_token_id=[end, pad], pad_token_id=pad, do_sample=False)
    return {"config.json": config, "preprocessor_config.json": image, "video_preprocessor_config.json": video,
            "generation_config.json": generation, "tokenizer.json": tokenizer.tokenizer_json(),
            "tokenizer_config.json": tokenizer.tokenizer_config()}
