"""Weights as HDF5 with the names that Keras gave them, as every engine of the project reads them."""

import h5py
import numpy as np
import torch

from .model import BLOCKS, CHANNELS, TAPS, WIDE_CHANNELS

PIXELS = (36, 18, 9, 5)
_BLOCK = "layers/sequential/layers/ssc_block{block}"
_CONVOLUTION = _BLOCK + "/ssc/layers/ss_conv{layer}"


def write(model, path):
    """Writes all arrays, with the state that every subject starts from."""
    with h5py.File(path, "w") as file:
        for name, array in _arrays(model):
            file.create_dataset(name, data=array.astype(np.float32), compression="gzip", shuffle=True)


def read(model, path):
    """Reads weights into a model. The first state of a channel is taken as the mean over its pixels."""
    with h5py.File(path, "r") as file, torch.no_grad():
        for name, parameter, shape, expand in _entries(model):
            value = torch.tensor(np.asarray(file[name]))
            if expand is not None:
                value = expand[1](value)
            parameter.copy_(value.reshape(parameter.shape))


def _arrays(model):
    for name, parameter, shape, expand in _entries(model):
        value = parameter.detach().cpu()
        if expand is not None:
            value = expand[0](value)
        yield name, value.reshape(shape).numpy()


def _entries(model):
    """Name, parameter, shape in the file, and the conversions between the file's array and the parameter."""
    for i, block in enumerate(model.blocks):
        prefix = _BLOCK.format(block=_numbered(i))
        yield prefix + "/in_proj/vars/0", block.projection, block.projection.shape, None
        yield from _convolution(prefix + "/ds", block.downsampling)
        for j, convolution in enumerate(block.convolutions):
            yield from _state_convolution(
                _CONVOLUTION.format(block=_numbered(i), layer=_numbered(j)), convolution, PIXELS[i]
            )
    yield "layers/sequential_1/layers/dense/vars/0", model.head_projection, (CHANNELS, CHANNELS), None
    for i, head in enumerate(model.head_models):
        yield from _state_space_model(f"head/layers/ss_mr_ppg{_numbered(i)}", head)
    yield "head/layers/dense/vars/0", model.output, (CHANNELS, 1), None
    yield "head/layers/dense/vars/1", model.output_bias, (1,), None


def _state_convolution(prefix, convolution, pixels):
    normalisation = convolution.normalisation
    yield prefix + "/tn/vars/0", normalisation.log_memory, (CHANNELS,), None
    yield prefix + "/tn/vars/1", normalisation.gain, (CHANNELS,), None
    yield prefix + "/tn/vars/2", normalisation.offset, (CHANNELS,), None
    shape = (1, 1, pixels, pixels, CHANNELS)
    by_channel = (lambda value: value.expand(shape), lambda value: value.mean((0, 1, 2, 3)))
    yield prefix + "/tn/vars/3", normalisation.mean, shape, by_channel
    yield prefix + "/tn/vars/4", normalisation.log_mean_square, shape, by_channel
    yield from _convolution(prefix + "/conv1/layers/conv2d", convolution.features)
    pointwise = convolution.pointwise
    yield (
        prefix + "/conv1/layers/dense/vars/0",
        pointwise.kernel,
        (CHANNELS, WIDE_CHANNELS),
        (lambda value: value.t(), lambda value: value.t()),
    )
    yield prefix + "/conv1/layers/dense/vars/1", pointwise.bias, pointwise.bias.shape, None
    yield from _state_space_model(prefix + "/ssm", convolution.model)
    yield prefix + "/proj/vars/0", convolution.projection, convolution.projection.shape, None
    yield from _convolution(prefix + "/conv2", convolution.output)


def _convolution(prefix, convolution):
    out, inputs, rows, columns = convolution.shape
    yield (
        prefix + "/vars/0",
        convolution.kernel,
        (rows, columns, inputs, out),
        (
            lambda value: value.view(convolution.shape).permute(2, 3, 1, 0),
            lambda value: value.permute(3, 2, 0, 1),
        ),
    )
    yield prefix + "/vars/1", convolution.bias, (out,), None


def _state_space_model(prefix, model):
    heads, convolved = model.heads, model.convolved
    yield prefix + "/in_proj/vars/0", model.input, model.input.shape, None
    yield prefix + "/conv1d/vars/0", model.taps, (1, TAPS, convolved, 1), None
    yield prefix + "/conv1d/vars/1", model.taps_bias, (convolved,), None
    yield prefix + "/vars/0", model.rate, (heads, 2), None
    yield prefix + "/vars/1", model.dt_bias, (heads,), None
    # The second number of a head is not used by the model.
    both = (lambda value: value[:, None].expand(-1, 2), lambda value: value.reshape(-1, 2)[:, 0])
    yield prefix + "/vars/2", model.skip, (2 * heads, 1), both
    tails = (lambda value: value.expand(TAPS, -1), lambda value: value.reshape(TAPS, -1).mean(0))
    yield prefix + "/vars/3", model.tail, (1, TAPS, convolved), tails
    yield prefix + "/vars/4", model.state, (1, 1) + tuple(model.state.shape), None
    yield prefix + "/norm/vars/0", model.gain, model.gain.shape, None
    yield prefix + "/out_proj/vars/0", model.output, model.output.shape, None


def _numbered(i):
    return "" if i == 0 else f"_{i}"


assert len(PIXELS) == BLOCKS
