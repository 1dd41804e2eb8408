"""python -m unittest discover -s tests, from weights/training."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

import h5py
import torch

from facephys_training import clips, evaluation, head_camera, head_motion, head_shape, head_video
from facephys_training import model, train, video, weights_file
from facephys_training.draws import Draws


def assert_blood(test, painted):
    """Blood darkens green most, in the first four of six clips; the others have no pulse."""
    colours = painted.frames.mean((2, 3))
    relative = colours / colours.mean(1, keepdim=True) - 1
    red, green, blue = -(relative * painted.pulse[..., None]).mean(1)[:4].mean(0)
    test.assertGreater(green, blue)
    test.assertGreater(blue, red)
    test.assertGreater(red, 0)
    test.assertEqual(0, float(painted.pulse[4:].abs().max()))


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
        assert_blood(self, painted)

    def test_intervals_stay_within_what_the_engine_lets_through(self):
        painted = video.batch(8, 16, 200, 8, 1.0)
        self.assertGreater(float(painted.intervals.min()), 0)
        self.assertLessEqual(float(painted.intervals.max()), clips.LONGEST_INTERVAL_S)


class HeadsThatTurn(unittest.TestCase):
    def test_same_seed_same_clips(self):
        first, second = (head_video.batch(5, 2, 30, 12, 1.0) for _ in range(2))
        torch.testing.assert_close(first.frames, second.frames, rtol=0, atol=0)
        self.assertFalse(torch.equal(first.frames, head_video.batch(6, 2, 30, 12, 1.0).frames))
        self.assertTrue(bool(torch.isfinite(first.frames).all()))
        self.assertLessEqual(float(first.frames.max()), 1)

    def test_a_direction_is_found_again_on_the_maps(self):
        head = head_shape.Head(Draws(1, 1))
        surface = head.relief * head._towards
        inner = (slice(None), slice(20, -20), slice(20, -20))
        gap, places = head.gap([surface[:, i][inner] for i in range(3)])
        self.assertLess(float(gap.abs().max()), 1e-4)
        line = torch.linspace(-1, 1, head_shape.CELLS)[20:-20]
        torch.testing.assert_close(places[0, 0, :, 0], line, rtol=0, atol=1e-4)

    def test_normals_point_out_of_the_head(self):
        head = head_shape.Head(Draws(2, 3))
        outwards = (head.maps[:, 3:6] * head._towards).sum(1)
        self.assertGreater(float((outwards[:, 20:-20, 20:-20] > 0).float().mean()), 0.95)

    def test_a_turned_head_shows_its_side_and_its_nose_stands_out(self):
        scene, lights = self._scene(yaw=(0, 80))
        points = head_video._Points(scene, lights, slice(0, 2), 36)
        place = points.places[0, :, :, 0].reshape(2, 72, 72)
        self.assertLess(abs(float(place[0, 30:42, 34:38].mean())), 0.1)
        self.assertLess(float(place[1, 30:42, 34:38].mean()), -0.4)
        right_edge = points.x[0].reshape(2, 72, 72).masked_fill(points.inside[0].reshape(2, 72, 72) < 0.5, -9).amax(2)[1]
        rows = points.y[0, 0].reshape(72, 72)[:, 0]
        eyes, nose = (right_edge[(rows - at).abs().argmin()] for at in (0.0, 0.35))
        self.assertGreater(float(nose - eyes), 0.08)

    def test_blood_darkens_green_most_and_only_where_there_is_a_pulse(self):
        beating = torch.tensor([1.0, 1, 1, 1, 0, 0])
        painted = head_video.paint(Draws(7, 6), 150, 12, 0.0, beating)
        assert_blood(self, painted)

    def test_some_heads_turn_far_and_some_keep_still(self):
        draws = Draws(3, 200)
        times = (torch.arange(200) / 30).expand(200, -1)
        yaw = torch.rad2deg(head_motion.poses(draws, times, torch.ones(200, 1)).yaw)
        span = yaw.amax(1) - yaw.amin(1)
        self.assertGreater(int((span > 60).sum()), 30)
        self.assertGreater(int((span < 15).sum()), 30)
        self.assertLess(float(yaw.abs().max()), 85)

    def test_exposure_follows_late(self):
        wanted, intervals = torch.ones(1, 60), torch.full((1, 60), 1 / 30)
        wanted[:, :1] = 0
        followed = head_camera._late(wanted, intervals, torch.tensor([[0.5]]))
        self.assertAlmostEqual(1 - 2.718281828**-1, float(followed[0, 15]), places=4)

    def _scene(self, yaw):
        draws = Draws(4, 1)
        times = torch.arange(2)[None] / 30
        still = torch.zeros(1, 2)
        pulse = head_video.Pulse(draws, torch.ones(1), still[0, :1], 1.0)
        scene = head_video._Scene(draws, times, still[:, :1], pulse, still[0, :1])
        turned = torch.deg2rad(torch.tensor([yaw], dtype=torch.float32))
        scene.pose = head_motion.Pose(turned, still, still, still, still, still + 1)
        scene.rotation = head_video._rotation(scene.pose)
        scene.pivot = torch.zeros(1, 3)
        scene.box = head_motion.Box(still, still + 0.2, still + 1.3, still + 1)
        return scene, head_video._Lights(draws, times, still[:, :1], still)


class TheLoss(unittest.TestCase):
    def test_a_slope_is_that_of_the_line_between_uneven_samples(self):
        times = (torch.arange(40) / 30 + 0.004 * torch.randn(40, generator=torch.Generator().manual_seed(1)))[None]
        torch.testing.assert_close(train.slopes(3 * times + 1, times), torch.full((1, 40), 3.0), rtol=0, atol=1e-3)

    def test_a_late_wave_costs_more_by_its_slope(self):
        times = torch.arange(240)[None] / 30
        shape = lambda time: torch.exp(-(((time * 1.2 % 1 - 0.4) / 0.12) ** 2))
        judged = torch.ones_like(times)
        likeness = train.correlation(shape(times - 0.05), shape(times), judged)
        of_slopes = train.correlation(train.slopes(shape(times - 0.05), times), train.slopes(shape(times), times), judged)
        self.assertLess(float(of_slopes), float(likeness))


class TheProgram(unittest.TestCase):
    def test_a_run_that_was_stopped_and_resumed_gives_the_same_weights(self):
        painted = train._Run._clips

        def stopping(run, learnt):
            if run.step == 3:
                raise KeyboardInterrupt
            return painted(run, learnt)

        small = mock.patch.multiple(train, FRAMES=(56,) * 3, CLIPS={12: 2, 18: 2}, SIZES=(12, 18, 12), SAVE_EVERY=2)
        with small, tempfile.TemporaryDirectory() as folder:
            whole = train.train(train.Options(out=f"{folder}/whole.h5", steps=5))
            stopped = train.Options(out=f"{folder}/stopped.h5", steps=5)
            with mock.patch.object(train._Run, "_clips", stopping), self.assertRaises(KeyboardInterrupt):
                train.train(stopped)
            resumed = train.resume(stopped.checkpoint())
            for one, other in zip(whole.parameters(), resumed.parameters()):
                self.assertTrue(torch.equal(one, other))
            self.assertEqual(Path(folder, "whole.h5").read_bytes(), Path(folder, "stopped.h5").read_bytes())

    def test_a_run_starts_from_given_weights(self):
        with tempfile.TemporaryDirectory() as folder:
            torch.manual_seed(4)
            given = model.FacePhys()
            weights_file.write(given, f"{folder}/given.h5")
            started = train.train(train.Options(out=f"{folder}/out.h5", steps=0, init=f"{folder}/given.h5"))
            for one, other in zip(given.parameters(), started.parameters()):
                torch.testing.assert_close(one, other)

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
