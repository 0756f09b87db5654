"""Tests of the recipe: `python3 -m unittest discover -s nano -p 'test_*.py' -t .` from native-models/training."""
import json
import os
import tempfile
import unittest

import numpy as np

from . import tokenizer
from .batches import Clip, Request, make_batch
from .rewards import task_reward
from .world.samples import answer_frames
from .world.scene import make_scenes
from .world.truth import KINDS, predicates, runs, spans_of

try:
    import torch
    from . import export, forward, model, plain, train
    from .world.render import render, tensors
    torch.set_num_threads(1)
except ImportError:
    torch = None

GOLDEN = os.path.join(os.path.dirname(__file__), "..", "..", "..", "test", "golden", "rewards.json")
TASKS = ["temporal-grounding", "tracking", "grounded-question", "question"]
needs_torch = unittest.skipIf(torch is None, "PyTorch is not installed")


class Rewards(unittest.TestCase):
    def test_agree_with_the_golden_cases_that_typescript_reads_too(self):
        with open(GOLDEN) as file:
            cases = json.load(file)["cases"]
        self.assertGreater(len(cases), 60)
        for case in cases:
            with self.subTest(case["completion"][:60]):
                parts = task_reward(case["truth"], case["completion"], case["isThinking"])
                self.assertEqual(parts.keys(), case["parts"].keys())
                for name, value in case["parts"].items():
                    self.assertAlmostEqual(parts[name], value, 12)


class World(unittest.TestCase):
    def test_spans_are_half_open_seconds_of_runs(self):
        self.assertEqual(spans_of(np.array([0, 1, 1, 0, 1], bool), 2.0), [(0.5, 1.5), (2.0, 2.5)])
        count, first, last = runs(np.array([[0, 1, 1, 0], [0, 0, 0, 0]], bool))
        self.assertEqual([count.tolist(), first.tolist(), last.tolist()], [[1, 0], [1, 0], [3, 0]])

    def test_a_thing_that_stands_still_before_a_still_camera_keeps_its_box(self):
        scenes = make_scenes(np.random.default_rng(1), 64)
        still = predicates(scenes)[:, KINDS.index("still")]
        fixed = (scenes.pan == 0).all((1, 2))
        both = still[:, :, :-1] & still[:, :, 1:] & fixed[:, None, None]
        change = np.abs(np.diff(scenes.centre, axis=2)).max(-1)
        self.assertGreater(both.sum(), 100)
        self.assertLess(change[both].max(), 1e-9)

    def test_named_directions_are_the_ones_seen(self):
        scenes = make_scenes(np.random.default_rng(2), 128)
        facts, fixed = predicates(scenes), (scenes.pan == 0).all((1, 2))
        step = np.diff(scenes.centre, axis=2)
        for kind, axis, sign in (("left", 0, -1), ("right", 0, 1), ("up", 1, -1), ("down", 1, 1)):
            fact = facts[:, KINDS.index(kind)]
            both = fact[:, :, :-1] & fact[:, :, 1:] & fixed[:, None, None]
            self.assertGreater((sign * step[..., axis][both] > 0).mean(), 0.97, kind)

    def test_the_same_request_gives_the_same_batch_and_another_seed_another(self):
        ids = [make_batch(Request("t", [seed], 3, TASKS)).completion_ids.tolist() for seed in (5, 5, 6)]
        self.assertEqual(ids[0], ids[1])
        self.assertNotEqual(ids[0], ids[2])

    def test_true_completions_earn_all_that_there_is_to_earn(self):
        for sample in make_batch(Request("t", [1], 0, TASKS * 20)).samples:
            parts = task_reward(sample.truth, sample.completion, sample.is_thinking)
            self.assertGreater(min(parts.values()), 0.9, sample)

    def test_boxes_are_asked_for_at_eight_frames_from_the_first_to_the_last(self):
        self.assertEqual(answer_frames(16).tolist(), [0, 2, 4, 6, 9, 11, 13, 15])


class Tokenizer(unittest.TestCase):
    def test_every_text_of_the_world_comes_back_and_needs_no_spelling(self):
        for sample in make_batch(Request("t", [1], 0, TASKS * 30)).samples:
            for text in (sample.prompt, sample.completion):
                ids = tokenizer.encode(text)
                self.assertEqual(tokenizer.decode(ids), text)
                self.assertLess(sum(tokenizer.VOCABULARY[i].isalnum() and len(tokenizer.VOCABULARY[i]) == 1 for i in ids), 1, text)

    def test_other_text_is_spelled(self):
        self.assertEqual(tokenizer.decode(tokenizer.encode("Wo ist der Hund?")), "Wo ist der Hund?")


def small_config():
    config = json.loads(json.dumps(model.CONFIG))
    config["text"]["num_hidden_layers"], config["vision"]["depth"] = 2, 2
    return config


@needs_torch
class Network(unittest.TestCase):
    def setUp(self):
        self.config = small_config()
        self.p = model.make_parameters(self.config, tokenizer.VOCABULARY_SIZE, [0, 1])
        self.batch = make_batch(Request("t", [0, 1], 0, ["temporal-grounding", "question"], Clip(8, 2.0, 24, 40)))
        self.prompt = forward.prompt_on(self.batch, torch.device("cpu"))

    def test_pixels_lie_in_bytes_and_things_are_where_their_boxes_are(self):
        scenes = make_scenes(np.random.default_rng(3), 4)
        scenes.noise[:] = 0
        frames = render(tensors(scenes, "cpu"))
        self.assertTrue(0 <= frames.min() and frames.max() <= 255 and torch.equal(frames, frames.round()))
        scenes.drawn[:, 0] = False
        change = (render(tensors(scenes, "cpu")) - frames).abs().sum(2)
        x0, y0, x1, y1 = (scenes.boxes()[0, 0, 0] * 32)
        ys, xs = np.nonzero(change[0, 0].numpy())
        self.assertTrue(xs.min() >= x0 - 1.5 and xs.max() <= x1 + 0.5 and ys.min() >= y0 - 1.5 and ys.max() <= y1 + 0.5)

    def test_completions_of_a_group_do_not_see_each_other(self):
        ids, _ = forward.sample(self.p, self.config, self.prompt, 3, 6)
        together = forward.token_logprobs(self.p, self.config, self.prompt, ids)
        alone = torch.cat([forward.token_logprobs(self.p, self.config, self.prompt, ids[:, g:g + 1]) for g in range(3)], 1)
        self.assertLess((together - alone).abs().max().item(), 1e-4)

    def test_stepwise_greedy_decoding_equals_one_pass(self):
        ids, _ = forward.sample(self.p, self.config, self.prompt, 1, 6, temperature=0)
        kept, first = forward.read_prompt(self.p, self.config, self.prompt)
        after = forward.read_completions(self.p, self.config, self.prompt, kept, ids[:, :, :-1], 1)
        self.assertTrue(torch.equal(torch.cat([first[:, None], after], 1).argmax(-1), ids[:, 0]))

    def test_stacked_models_are_the_plain_ones(self):
        whole = plain.QwenVl(self.config, tokenizer.VOCABULARY_SIZE).eval()
        whole.load_state_dict(export.one_model(self.p, 1), strict=True)
        seen = model.see(self.p, self.config, self.prompt.patches, self.prompt.rows, self.prompt.columns)
        own = whole.model.visual(self.prompt.patches[3], torch.tensor([[4, 6, 10]]))
        self.assertLess((seen[3] - own).abs().max().item(), 1e-4)

    def test_models_do_not_touch_each_other(self):
        optimiser = train.Optimiser(self.p)
        before = {name: value.detach().clone() for name, value in self.p.items()}
        loss = train.supervised_loss(self.p, self.config, self.prompt, self.batch, torch.device("cpu"))
        optimiser.step(loss[0], 0.01)
        self.assertTrue(all(torch.equal(value[1], before[name][1]) for name, value in self.p.items()))
        self.assertFalse(torch.equal(self.p["lm_head.weight"][0], before["lm_head.weight"][0]))

    def test_supervision_learns_a_batch_by_heart(self):
        optimiser = train.Optimiser(self.p)
        losses = [train.supervised_loss(self.p, self.config, self.prompt, self.batch, torch.device("cpu")) for _ in range(1)]
        for _ in range(25):
            losses.append(train.supervised_loss(self.p, self.config, self.prompt, self.batch, torch.device("cpu")))
            optimiser.step(losses[-1].sum(), 0.003)
        self.assertLess(losses[-1].max().item(), 0.5 * losses[0].min().item())


@needs_torch
class Grpo(unittest.TestCase):
    def test_advantages_use_the_sample_deviation(self):
        rewards = torch.tensor([[0.0, 1.0, 2.0, 1.0], [1.0, 1.0, 1.0, 1.0]])
        self.assertTrue(torch.allclose(train.advantages(rewards)[0], torch.tensor([-1.0, 0, 1, 0]) / (2 / 3) ** 0.5, atol=2e-4))
        self.assertTrue(torch.equal(train.advantages(rewards)[1], torch.zeros(4)))

    def test_the_gradient_is_the_papers(self):
        logprobs = torch.log(torch.tensor([[[0.5, 0.25]]])).requires_grad_(True)
        reference = torch.log(torch.tensor([[[0.4, 0.25]]]))
        loss, divergence = train.policy_loss(logprobs, reference, torch.tensor([[2.0]]), torch.ones(1, 1, 2))
        loss.sum().backward()
        # d/dlogp of ρA is A; of β(e^d − d − 1), d = ref − logp, it is −β(e^d − 1).
        expected = -(2.0 + 0.04 * (0.4 / 0.5 - 1)) / 2
        self.assertAlmostEqual(logprobs.grad[0, 0, 0].item(), expected, 5)
        self.assertAlmostEqual(divergence.item(), (0.8 - np.log(0.8) - 1) / 2, 5)

    def test_tokens_after_the_end_do_not_count(self):
        logprobs = torch.zeros(1, 1, 3, requires_grad=True)
        loss, _ = train.policy_loss(logprobs, torch.zeros(1, 1, 3), torch.tensor([[1.0]]), torch.tensor([[[1.0, 1.0, 0.0]]]))
        loss.sum().backward()
        self.assertEqual(logprobs.grad[0, 0].tolist(), [-0.5, -0.5, 0.0])

    def test_rewards_raise_what_is_rewarded(self):
        config = small_config()
        p = model.make_parameters(config, tokenizer.VOCABULARY_SIZE, [0])
        prompt = forward.prompt_on(make_batch(Request("t", [0], 0, ["temporal-grounding"] * 2, Clip(4))), torch.device("cpu"))
        optimiser, wanted, torch_seed = train.Optimiser(p), tokenizer.ID_OF["<answer>"], torch.manual_seed(0)
        share = []
        for _ in range(30):
            ids, mask = forward.sample(p, config, prompt, 16, 2)
            reward = (ids[:, :, 0] % 2 == wanted % 2).float()
            share.append(reward.mean().item())
            logprobs = forward.token_logprobs(p, config, prompt, ids)
            loss, _ = train.policy_loss(logprobs, logprobs.detach(), train.advantages(reward), mask.float())
            optimiser.step(loss.sum(), 0.003)
        self.assertGreater(np.mean(share[-5:]), np.mean(share[:5]) + 0.2)


@needs_torch
class Export(unittest.TestCase):
    def test_the_folder_names_what_the_product_reads(self):
        with tempfile.TemporaryDirectory() as folder:
            export.write_configuration(model.CONFIG, folder)
            with open(os.path.join(folder, "config.json")) as file:
                config = json.load(file)
            self.assertEqual(sum(config["text_config"]["mrope_section"]) * 2, config["text_config"]["head_dim"])
            with open(os.path.join(folder, "tokenizer.json")) as file:
                written = json.load(file)
            self.assertEqual(len({a["id"] for a in written["added_tokens"]} | set(written["model"]["vocab"].values())), len(tokenizer.VOCABULARY))


if __name__ == "__main__":
    unittest.main()
