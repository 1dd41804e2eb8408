package io.facephys.engine.weights;

import static io.facephys.engine.weights.PulseWeights.CHANNELS;
import static io.facephys.engine.weights.PulseWeights.StateSpaceModel.TAPS;
import static io.facephys.engine.weights.PulseWeights.WIDE_CHANNELS;

import io.facephys.engine.Frames;
import io.facephys.engine.weights.PulseWeights.Block;
import io.facephys.engine.weights.PulseWeights.Convolution;
import io.facephys.engine.weights.PulseWeights.StateConvolution;
import io.facephys.engine.weights.PulseWeights.StateSpaceModel;
import io.facephys.engine.weights.PulseWeights.TemporalNormalisation;
import java.util.ArrayList;
import java.util.List;

/** Reads each array from its place in a Keras file. */
final class WeightsReader {
  private final WeightsFile file;

  WeightsReader(WeightsFile file) {
    this.file = file;
  }

  PulseWeights read(int... pixels) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < pixels.length; i++) {
      String path = numbered("layers/sequential/layers/ssc_block", i);
      blocks.add(block(path, pixels[i], i == 0 ? Frames.CHANNELS : CHANNELS));
    }
    return new PulseWeights(
        List.copyOf(blocks),
        file.read("layers/sequential_1/layers/dense/vars/0", CHANNELS, CHANNELS),
        List.of(headModel("head/layers/ss_mr_ppg"), headModel("head/layers/ss_mr_ppg_1")),
        file.read("head/layers/dense/vars/0", CHANNELS, 1),
        file.read("head/layers/dense/vars/1", 1));
  }

  private Block block(String path, int pixels, int channels) {
    return new Block(
        pixels,
        file.read(path + "/in_proj/vars/0", channels, CHANNELS),
        List.of(
            convolution(path + "/ssc/layers/ss_conv", pixels),
            convolution(path + "/ssc/layers/ss_conv_1", pixels)),
        convolution(path + "/ds", CHANNELS, 2, 2, CHANNELS, CHANNELS));
  }

  private StateConvolution convolution(String path, int pixels) {
    return new StateConvolution(
        normalisation(path + "/tn/vars/", pixels),
        convolution(path + "/conv1/layers/conv2d", CHANNELS, 3, 3, CHANNELS, CHANNELS),
        convolution(path + "/conv1/layers/dense", WIDE_CHANNELS, CHANNELS, WIDE_CHANNELS),
        model(path + "/ssm", WIDE_CHANNELS, 32, 4, 128),
        file.read(path + "/proj/vars/0", WIDE_CHANNELS, CHANNELS),
        convolution(path + "/conv2", CHANNELS, 3, 3, CHANNELS, CHANNELS));
  }

  private TemporalNormalisation normalisation(String path, int pixels) {
    return new TemporalNormalisation(
        file.read(path + "0", CHANNELS),
        file.read(path + "1", CHANNELS),
        file.read(path + "2", CHANNELS),
        file.read(path + "3", 1, 1, pixels, pixels, CHANNELS),
        file.read(path + "4", 1, 1, pixels, pixels, CHANNELS));
  }

  private StateSpaceModel headModel(String path) {
    return model(path, CHANNELS, 8, 8, 16);
  }

  private StateSpaceModel model(String path, int channels, int heads, int size, int states) {
    int inner = heads * size;
    int convolved = inner + 2 * states;
    return new StateSpaceModel(
        file.read(path + "/in_proj/vars/0", channels, 2 * inner + convolved + heads),
        file.read(path + "/conv1d/vars/0", 1, TAPS, convolved, 1),
        file.read(path + "/conv1d/vars/1", convolved),
        file.read(path + "/vars/0", heads, 2),
        file.read(path + "/vars/1", heads),
        file.read(path + "/vars/2", 2 * heads, 1).reshaped(heads, 2),
        file.read(path + "/norm/vars/0", 2 * inner),
        file.read(path + "/out_proj/vars/0", 2 * inner, channels),
        file.read(path + "/vars/3", 1, TAPS, convolved),
        file.read(path + "/vars/4", 1, 1, heads, size, states, 2));
  }

  private Convolution convolution(String path, int outputs, int... kernel) {
    return new Convolution(
        file.read(path + "/vars/0", kernel), file.read(path + "/vars/1", outputs));
  }

  private static String numbered(String path, int index) {
    return index == 0 ? path : path + "_" + index;
  }
}
