"""python -m unittest discover -s tests, from weights/training."""

import tempfile
import unittest
from pathlib import Path

import h5py
import torch

from facephys_training import clips, evaluation, model, train, video, weights_file
from facephys_training.draws import Draws


class TheModel(unittest.TestCase):
    def test_exponential_mean_is_its_formula_and_gradient(self):
        torch.manual_seed(1)
        x, share = torch.randn(6, 2, 2, 2, 3).double(), torch.rand(6, 2, 1, 1, 3).double()
        first = torch.randn(3).double()
        mean = first.expand_as(x[0])
        for t, given in enumerate(model.ExponentialMean.apply(x, share, first)):
            mean = mean + share[t] * (x[t] - mean)
            torch.testing.assert_close(given, mean)
        inputs = [value.requires_grad_() for value in (x, share, first)]
        self.assertTrue(torch.autograd.gradcheck(model.ExponentialMean.apply, inputs))

    def test_state_space_model_is_its_recurrence(self):
        torch.manual_seed(2)
        heads, size, states, frames = 2, 3, 4, 70  # more than two spans
        ssm = model.StateSpaceModel(5, heads, size, states).double()
        values = torch.randn(1, heads, frames, size).double()
        b, c = torch.rand(2, 1, frames, states).double()
        step = torch.rand(1, heads, frames).double()
        given, _ = ssm._scan(values, b, c, step)
        state = torch.view_as_complex(ssm.state)
        rate = torch.complex(-ssm.rate[:, 0].exp(), ssm.rate[:, 1])
        for t in range(frames):
            h = step[0, :, t]
            added = h[:, None, None] * values[0, :, t, :, None] * b[0, t]
            state = torch.exp(rate * h)[:, None, None] * state + added
            y = (state * c[0, t]).sum(2)
            torch.testing.assert_close(given[0, :, t], torch.cat([y.real, y.imag], 1))

    def test_a_later_frame_changes_no_earlier_sample(self):
        torch.manual_seed(3)
        net = model.FacePhys()
        frames, dt = torch.rand(1, 40, 12, 12, 3), torch.full((1, 40), 1 / 30)
        with torch.no_grad():
            before = net(frames, dt)
            frames[:, 30:] = 0
            torch.testing.assert_close(net(frames, dt)[:, :30], before[:, :30])


class TheVideo(unittest.TestCase):
    def test_same_seed_same_clips(self):
        first, second = (video.batch(5, 3, 40, 12, 1.0) for _ in range(2))
        torch.testing.assert_close(first.frames, second.frames, rtol=0, atol=0)
        self.assertFalse(torch.equal(first.frames, video.batch(6, 3, 40, 12, 1.0).frames))

    def test_blood_darkens_green_most_and_only_where_there_is_a_pulse(self):
        draws = Draws(7, 8)
        mild = {name: draws.uniform(*span) for name, span in evaluation.MILD.items()}
        for still in ("motion", "drift", "noise", "jitter"):
            mild[still] *= 0
        mild["strength"][4:] = 0
        painted = video.paint(draws, video.Conditions(**mild), 150, 36)
        colours = painted.frames.mean((2, 3))
        relative = colours / colours.mean(1, keepdim=True) - 1
        red, green, blue = -(relative * painted.pulse[..., None]).mean(1)[:4].mean(0)
        self.assertGreater(green, blue)
        self.assertGreater(blue, red)
        self.assertGreater(red, 0)
        self.assertEqual(0, float(painted.pulse[4:].abs().max()))

    def test_intervals_stay_within_what_the_engine_lets_through(self):
        painted = video.batch(8, 16, 200, 8, 1.0)
        self.assertGreater(float(painted.intervals.min()), 0)
        self.assertLessEqual(float(painted.intervals.max()), clips.LONGEST_INTERVAL_S)


class TheProgram(unittest.TestCase):
    def test_a_few_steps_on_painted_and_own_clips_give_a_file_that_loads(self):
        with tempfile.TemporaryDirectory() as folder:
            own = video.paint(Draws(9, 1), video.conditions(Draws(9, 1), 0.5), 230, 36)
            clips.save(Path(folder) / "own", own, 0, {})
            out = Path(folder) / "out.h5"
            options = train.Options(out=str(out), steps=3, clips=folder, clips_share=0.6)
            trained = train.train(options)
            read = model.FacePhys()
            weights_file.read(read, out)
            frames, intervals = clips.load(Path(folder) / "own")
            with torch.no_grad():
                torch.testing.assert_close(
                    read(frames, intervals), trained(frames, intervals), rtol=1e-4, atol=1e-4
                )
            with h5py.File(out) as file:
                arrays = []
                file.visititems(lambda name, item: arrays.append(name) if isinstance(item, h5py.Dataset) else None)
            self.assertEqual(211, len(arrays))


if __name__ == "__main__":
    unittest.main()
