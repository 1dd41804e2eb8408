"""The command line: train, clips, reference, speed."""

import argparse
import dataclasses
from pathlib import Path

import numpy as np
import torch

from . import clips, evaluation, speed, train, weights_file
from .model import FacePhys


def main():
    """Parses and runs."""
    parser = argparse.ArgumentParser(prog="train", description="Weights for FacePhys, from painted face video.")
    commands = parser.add_subparsers(dest="command", required=True)

    options = train.Options()
    # Only what is given is passed on: a run that is resumed keeps its other options.
    command = commands.add_parser("train", help="train weights on painted video", argument_default=argparse.SUPPRESS)
    command.add_argument("--resume", metavar="CHECKPOINT", help="go on with a run that was stopped, with its options")
    command.add_argument("--init", metavar="WEIGHTS", help="weights to start from (default: random values)")
    command.add_argument("--out", help=f"the file to write; its checkpoint is beside it (default: {options.out})")
    command.add_argument("--seed", type=int, help=f"(default: {options.seed})")
    command.add_argument("--steps", type=int, help=f"of the whole run (default: {options.steps})")
    command.add_argument("--rate", type=float, help=f"highest learning rate (default: {options.rate})")
    command.add_argument("--clips", help="folder of clips of your own: CLIP/frames.npy, timestamps.npy, ppg.npy")
    command.add_argument("--clips-share", type=float, help=f"share of the steps that use them (default: {options.clips_share})")
    command.add_argument("--device", help=f"cpu or cuda (default: {options.device})")
    command.add_argument("--threads", type=int, help=f"threads on a CPU (default: {options.threads})")

    command = commands.add_parser("clips", help="paint the clips for ./facephys evaluate")
    command.add_argument("folder")
    command.add_argument("--count", type=int, default=6, help="clips of each level (default: %(default)s)")
    command.add_argument("--seconds", type=float, default=20, help="length of a clip (default: %(default)s)")
    command.add_argument("--seed", type=int, default=evaluation.SEED, help="of all that is drawn (default: %(default)s)")

    command = commands.add_parser("reference", help="run weights over a clip in PyTorch and float64")
    command.add_argument("weights")
    command.add_argument("clip", help="folder with frames.npy and timestamps.npy; gets wave.npy and final_state_check.npy")

    command = commands.add_parser("speed", help="measure how fast PyTorch runs weights")
    command.add_argument("weights")
    command.add_argument("--rounds", type=int, default=9, help="the median is printed (default: %(default)s)")
    command.add_argument("--seconds", type=float, default=2, help="of each measurement (default: %(default)s)")

    arguments = vars(parser.parse_args())
    match arguments.pop("command"):
        case "train":
            _train(options, arguments)
        case "clips":
            evaluation.write(**arguments)
        case "reference":
            _reference(**arguments)
        case "speed":
            speed.measure(**arguments)


def _train(options, given):
    try:
        if "resume" in given:
            train.resume(given.pop("resume"), **given)
        else:
            train.train(dataclasses.replace(options, **given))
    except KeyboardInterrupt:
        raise SystemExit("stopped; train --resume CHECKPOINT goes on from the last checkpoint") from None


@torch.no_grad()
def _reference(weights, clip):
    model = FacePhys().double()
    weights_file.read(model, weights)
    frames, intervals = clips.load(clip)
    wave = model(frames.double(), intervals.double())[0]
    states = [[state.min(), state.mean(), state.max()] for state in model.states_after()]
    np.save(Path(clip) / "wave.npy", wave.float().numpy())
    np.save(Path(clip) / "final_state_check.npy", np.array(states, np.float32))


if __name__ == "__main__":
    main()
