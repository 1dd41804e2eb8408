"""The topology of FacePhys in PyTorch, for whole clips at once and for frames of any size.

Shapes: B clips, T frames, N x N pixels, C channels; between layers time comes first. Nothing here depends on N, so that training on small
frames carries over to 36 x 36.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

CHANNELS = 32
WIDE_CHANNELS = 64
BLOCKS = 4
TAPS = 4
NOMINAL_RATE_HZ = 30.0
SPAN = 32  # frames that are computed as one matrix; longer clips carry states from span to span


class TemporalNormalisation(nn.Module):
    """(x - mean) / sqrt(mean square + eps) * gain + offset; both means are exponential over time, by pixel."""

    EPSILON = 1e-5
    RATE = 0.6931  # as published, not ln 2

    def __init__(self, seconds=(0.4, 2.5)):
        super().__init__()
        half_life = _log_uniform(CHANNELS, *seconds)
        self.log_memory = nn.Parameter(half_life.log())
        self.gain = nn.Parameter(torch.ones(CHANNELS))
        self.offset = nn.Parameter(torch.zeros(CHANNELS))
        self.mean = nn.Parameter(torch.zeros(CHANNELS))
        self.log_mean_square = nn.Parameter(torch.full((CHANNELS,), -3.0))

    def forward(self, x, dt):
        """x: [T, B, N, N, C], dt: [B, T]; as x."""
        share = self.RATE * torch.exp(-self.log_memory) * dt.t()[:, :, None]  # [T, B, C]
        share = share.clamp(max=1 - 1e-7)[:, :, None, None, :]
        centred = x - ExponentialMean.apply(x, share, self.mean)
        square = ExponentialMean.apply(centred * centred, share, self.log_mean_square.exp())
        self.after = [square[-1].detach(), (x[-1] - centred[-1]).detach()]
        return torch.addcmul(self.offset, centred * torch.rsqrt(square + self.EPSILON), self.gain)


class ExponentialMean(torch.autograd.Function):
    """mean_t = mean_t-1 + share_t (x_t - mean_t-1), frame by frame: cheaper than a product with a T x T matrix.

    x: [T, B, N, N, C]; share: [T, B, 1, 1, C]; first: [C], the mean before the first frame.
    """

    @staticmethod
    def forward(context, x, share, first):
        means = torch.empty_like(x)
        before = first.expand_as(x[0])
        for t in range(x.shape[0]):
            before = torch.lerp(before, x[t], share[t], out=means[t])
        context.save_for_backward(x, share, first, means)
        return means

    @staticmethod
    def backward(context, gradient):
        x, share, first, means = context.saved_tensors
        kept = 1 - share
        total = torch.empty_like(x)  # gradient of a mean, including that from later means
        total[-1] = gradient[-1]
        for t in range(x.shape[0] - 2, -1, -1):
            torch.addcmul(gradient[t], kept[t + 1], total[t + 1], out=total[t])
        before = torch.cat([first.expand_as(means[:1]), means[:-1]])
        of_share = (total * (x - before)).sum((2, 3), keepdim=True)
        of_first = (kept[0] * total[0]).sum((0, 1, 2))
        return share * total, of_share, of_first


def _decay(to, since):
    """exp(to_t - since_s) for s <= t, else 0: [..., T], [..., T] -> [..., T, T]."""
    difference = to[..., :, None] - since[..., None, :]
    later = torch.ones(to.shape[-1], since.shape[-1], dtype=torch.bool, device=to.device).tril()
    return torch.exp(difference.masked_fill(~later, -math.inf))


class StateSpaceModel(nn.Module):
    """A selective state space model (Mamba-2) with complex states; Javadoc of the engine's onnx.StateSpaceModel has the formula."""

    EPSILON = 1e-5

    def __init__(self, size, heads, head_size, states):
        super().__init__()
        self.heads, self.head_size, self.states = heads, head_size, states
        self.inner = 2 * heads * head_size
        self.convolved = heads * head_size + 2 * states
        kernel = torch.randn(size, self.inner + self.convolved + heads) / math.sqrt(size)
        kernel[:, self.inner + self.convolved :] *= 0.1
        self.input = nn.Parameter(kernel)
        taps = 0.3 * torch.randn(TAPS, self.convolved)
        taps[-1] += 0.7
        self.taps = nn.Parameter(taps)
        bias = torch.zeros(self.convolved)
        bias[heads * head_size :] = 0.3  # of B and C, which pass a ReLU6
        self.taps_bias = nn.Parameter(bias)
        step = _log_uniform(heads, 0.15, 0.4)
        memory = _log_uniform(heads, 0.15, 2.0)
        decay = 1 / (memory * step * NOMINAL_RATE_HZ)
        turns = torch.linspace(0, 4, heads)[torch.randperm(heads)]
        turn = 2 * math.pi * turns / (step * NOMINAL_RATE_HZ)
        self.rate = nn.Parameter(torch.stack([decay.log(), turn], 1))
        self.dt_bias = nn.Parameter(step.log())
        self.skip = nn.Parameter(torch.full((heads,), 0.5))
        self.gain = nn.Parameter(torch.ones(self.inner))
        self.output = nn.Parameter(torch.randn(self.inner, size) / math.sqrt(2 * self.inner))
        self.tail = nn.Parameter(torch.zeros(self.convolved))
        self.state = nn.Parameter(torch.zeros(heads, head_size, states, 2))

    def forward(self, x, dt):
        """x: [B, T, size], dt: [B, T]; as x."""
        batch, frames, _ = x.shape
        gate, xbc, raw_step = (x @ self.input).split([self.inner, self.convolved, self.heads], 2)
        xbc, tail = self._causal_convolution(xbc)
        values, b, c = xbc.split([self.heads * self.head_size, self.states, self.states], 2)
        values = values.reshape(batch, frames, self.heads, self.head_size).permute(0, 2, 1, 3)  # [B, H, T, S]
        # Bounded before the exponential: the same value, and no infinity times zero in the gradient.
        step = torch.exp((raw_step + self.dt_bias).clamp(max=math.log(6.0)))
        step = (step * dt[..., None] * NOMINAL_RATE_HZ).transpose(1, 2)  # [B, H, T]
        y, carried = self._scan(values, b, c, step)  # [B, H, T, 2 S]
        self.after = [*carried.detach().split(self.head_size, 2), tail.detach()]
        y = torch.cat(
            [y[..., : self.head_size] + self.skip[:, None, None] * values, y[..., self.head_size :]], 3
        )
        y = y.transpose(1, 2).reshape(batch, frames, self.inner) * F.relu6(gate)
        y = y * torch.rsqrt(y.square().mean(2, keepdim=True) + self.EPSILON) * self.gain
        return y @ self.output

    def _causal_convolution(self, xbc):
        before = self.tail.expand(xbc.shape[0], TAPS - 1, -1)
        extended = torch.cat([before, xbc], 1).transpose(1, 2)
        convolved = F.conv1d(extended, self.taps.t()[:, None], self.taps_bias, groups=self.convolved)
        return F.relu6(convolved.transpose(1, 2)), extended[:, :, -TAPS:].transpose(1, 2)

    def _scan(self, values, b, c, step):
        decay = -torch.exp(self.rate[:, 0])[:, None]
        turn = self.rate[:, 1][:, None]
        real = self.state[None, ..., 0]
        imaginary = self.state[None, ..., 1]
        carried = torch.cat([real, imaginary], 2).expand(values.shape[0], -1, -1, -1)  # [B, H, 2 S, states]
        parts = []
        for start in range(0, values.shape[2], SPAN):
            part = slice(start, start + SPAN)
            y, carried = self._span(values[:, :, part], b[:, part], c[:, part], step[:, :, part], decay, turn, carried)
            parts.append(y)
        return torch.cat(parts, 2), carried

    def _span(self, values, b, c, step, decay, turn, carried):
        size = self.head_size
        l = (step * decay).cumsum(2)[..., None]  # [B, H, T, 1]
        p = (step * turn).cumsum(2)[..., None]
        cos, sin = torch.cos(p), torch.sin(p)
        weighted = values * step[..., None]
        added = torch.cat([weighted * cos, -weighted * sin], 3)  # rotated back to the span's start
        mixing = _decay(l[..., 0], l[..., 0]) * (c @ b.transpose(1, 2))[:, None]  # [B, H, t, s]
        y = mixing @ added + torch.exp(l) * (c[:, None] @ carried.transpose(2, 3))
        real, imaginary = y[..., :size], y[..., size:]
        y = torch.cat([real * cos - imaginary * sin, real * sin + imaginary * cos], 3)
        to_end = torch.exp(l[:, :, -1:] - l)
        state = (added * to_end).transpose(2, 3) @ b[:, None] + torch.exp(l[:, :, -1:]) * carried
        end_cos, end_sin = cos[:, :, -1:], sin[:, :, -1:]
        real, imaginary = state[:, :, :size], state[:, :, size:]
        return y, torch.cat([real * end_cos - imaginary * end_sin, real * end_sin + imaginary * end_cos], 2)


class StateConvolution(nn.Module):
    """Temporal normalisation and convolutions of a frame to which the result of a state space model is added (SSConv)."""

    def __init__(self):
        super().__init__()
        self.normalisation = TemporalNormalisation()
        self.features = Convolution(CHANNELS, CHANNELS, 3, 1.0)
        self.pointwise = Convolution(CHANNELS, WIDE_CHANNELS, 1, 2.0)
        self.model = StateSpaceModel(WIDE_CHANNELS, 32, 4, 128)
        self.projection = nn.Parameter(torch.randn(WIDE_CHANNELS, CHANNELS) / math.sqrt(2 * WIDE_CHANNELS))
        self.output = Convolution(CHANNELS, CHANNELS, 3, 2.0)

    def forward(self, x, dt):
        """x: [T, B, N, N, C], dt: [B, T]; as x."""
        normalised = self.normalisation(x, dt)
        pictures = _pictures(normalised)
        wide = F.relu6(self.pointwise(self.features(pictures)))
        means = wide.mean((2, 3)).reshape(*x.shape[:2], WIDE_CHANNELS).transpose(0, 1)
        added = (self.model(means, dt) @ self.projection).transpose(0, 1)
        summed = normalised + added[:, :, None, None]
        return _frames(F.relu6(self.output(_pictures(summed))), x.shape[1])


class Block(nn.Module):
    """Two state convolutions at one resolution with a residual connection, then half the resolution."""

    def __init__(self, inputs):
        super().__init__()
        self.projection = nn.Parameter(torch.randn(inputs, CHANNELS) / math.sqrt(inputs))
        self.convolutions = nn.ModuleList([StateConvolution(), StateConvolution()])
        self.downsampling = Convolution(CHANNELS, CHANNELS, 2, 1.0, stride=2)

    def forward(self, x, dt):
        """x: [T, B, N, N, C], dt: [B, T]; to half of N."""
        projected = x @ self.projection
        y = projected
        for convolution in self.convolutions:
            y = convolution(y, dt)
        odd = x.shape[2] % 2
        y = F.pad(_pictures(y + projected), (0, odd, 0, odd))
        return _frames(self.downsampling(y), x.shape[1])


class FacePhys(nn.Module):
    """Face video to a pulse wave: frames [B, T, N, N, 3] in 0..1 and seconds between them [B, T] to [B, T]."""

    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block(3 if i == 0 else CHANNELS) for i in range(BLOCKS)])
        self.head_projection = nn.Parameter(torch.randn(CHANNELS, CHANNELS) / math.sqrt(CHANNELS))
        self.head_models = nn.ModuleList([StateSpaceModel(CHANNELS, 8, 8, 16) for _ in range(2)])
        self.output = nn.Parameter(torch.randn(CHANNELS, 1) / math.sqrt(CHANNELS))
        self.output_bias = nn.Parameter(torch.zeros(1))

    def forward(self, frames, dt):
        return self.wave(self.block_means(frames, dt)[-1], dt)

    def block_means(self, frames, dt):
        """Spatial means of what each block gives: [B, T, C] each."""
        x = frames.transpose(0, 1)
        means = []
        for block in self.blocks:
            x = block(x, dt)
            means.append(x.mean((2, 3)).transpose(0, 1))
        return means

    def wave(self, mean, dt):
        """From the last block's mean to samples [B, T]."""
        x = mean @ self.head_projection
        for model in self.head_models:
            x = model(x, dt)
        return (x @ self.output)[..., 0] + self.output_bias

    def states_after(self):
        """The 46 state tensors after the last call, in the published order, each [B, ...]."""
        layers = [layer for block in self.blocks for layer in block.convolutions]
        states = [state for layer in layers for state in layer.model.after + layer.normalisation.after]
        return states + [state for head in self.head_models for state in head.after]


class Convolution(nn.Module):
    """A convolution whose kernel is kept as the matrix [out, in * size * size], for optimisers of matrices."""

    def __init__(self, inputs, outputs, size, variance, stride=1):
        super().__init__()
        self.shape = (outputs, inputs, size, size)
        self.stride, self.padding = stride, size // 2 if stride == 1 else 0
        scale = math.sqrt(variance / (inputs * size * size))
        self.kernel = nn.Parameter(scale * torch.randn(outputs, inputs * size * size))
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        return F.conv2d(x, self.kernel.view(self.shape), self.bias, self.stride, self.padding)


def _pictures(frames):
    """[T, B, N, N, C] as [T * B, C, N, N] in the same memory, which is a fast layout for convolutions."""
    return frames.flatten(0, 1).permute(0, 3, 1, 2)


def _frames(pictures, batch):
    """The inverse of _pictures."""
    pictures = pictures.permute(0, 2, 3, 1)
    return pictures.reshape(-1, batch, *pictures.shape[1:])


def _log_uniform(count, low, high):
    return torch.exp(torch.empty(count).uniform_(math.log(low), math.log(high)))
