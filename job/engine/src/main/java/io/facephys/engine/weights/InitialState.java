package io.facephys.engine.weights;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.StatePrecision;
import io.facephys.engine.weights.PulseWeights.StateConvolution;
import io.facephys.engine.weights.PulseWeights.StateSpaceModel;
import io.facephys.engine.weights.PulseWeights.TemporalNormalisation;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The trained initial state in FacePhys weights, and the layout of all FacePhys states: {@link
 * StateTensor} says what its tensors are.
 */
public final class InitialState {
  private InitialState() {}

  /** Names and shapes, as the published frame-by-frame model has them. */
  public static StateLayout layoutOf(PulseWeights weights, StatePrecision precision) {
    StateLayout layout = new StateLayout(named(weights));
    return precision == StatePrecision.FLOAT32
        ? layout
        : layout.float16Except(StateTensor.MEAN.of(0)); // job/pipeline/RATIONALE.md says why
  }

  /** The same; states are float16 unless the options say otherwise. */
  public static StateLayout layoutOf(PulseWeights weights, EngineOptions options) {
    return layoutOf(
        weights, Objects.requireNonNullElse(options.statePrecision(), StatePrecision.FLOAT16));
  }

  private static List<StateLayout.Tensor> named(PulseWeights weights) {
    List<StateLayout.Tensor> tensors = new ArrayList<>();
    for (Weight tensor : tensors(weights)) {
      List<Long> shape = Arrays.stream(tensor.shape()).asLongStream().boxed().toList();
      tensors.add(new StateLayout.Tensor(TensorNames.state(tensors.size()), shape));
    }
    return tensors;
  }

  /** The initial state in the weights, as float32. */
  public static PulseState of(PulseWeights weights) {
    int size = layoutOf(weights, StatePrecision.FLOAT32).size();
    ByteBuffer bytes = ByteBuffer.allocate(size * Float.BYTES).order(PulseState.BYTE_ORDER);
    for (Weight tensor : tensors(weights)) {
      for (float value : tensor.values()) {
        bytes.putFloat(value);
      }
    }
    return PulseState.copyOf(bytes.flip());
  }

  /**
   * The state that subjects start from: that of the model's files, or the one in the weights.
   *
   * @throws ModelFormatException if the file does not fit, or if a value does not fit the layout
   */
  public static PulseState of(PulseWeights weights, StateLayout layout, ModelFiles files) {
    PulseState state =
        files.initialState() == null
            ? of(weights).in(layout.format())
            : StateFile.read(new ByteArrayInputStream(files.initialState()), layout);
    state
        .firstNotFinite()
        .ifPresent(
            index -> {
              throw new ModelFormatException(
                  "the initial state is %s at index %d; float16 holds values up to 65504, so use state precision float32"
                      .formatted(state.floats().get(index), index));
            });
    return state;
  }

  /** In the order of {@link StateTensor}. */
  private static List<Weight> tensors(PulseWeights weights) {
    List<Weight> tensors = new ArrayList<>();
    for (StateConvolution convolution : weights.convolutions()) {
      addModel(tensors, convolution.model());
      TemporalNormalisation normalisation = convolution.normalisation();
      tensors.add(normalisation.logMeanSquare().map(Math::exp));
      tensors.add(normalisation.mean());
    }
    weights.headModels().forEach(model -> addModel(tensors, model));
    return tensors;
  }

  private static void addModel(List<Weight> tensors, StateSpaceModel model) {
    int[] shape = {1, model.heads(), model.headSize(), model.states()};
    tensors.add(model.state().every(2, 0).reshaped(shape));
    tensors.add(model.state().every(2, 1).reshaped(shape));
    tensors.add(model.tail());
  }
}
