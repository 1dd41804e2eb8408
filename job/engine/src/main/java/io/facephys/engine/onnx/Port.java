package io.facephys.engine.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.stream.LongStream;

/**
 * An input or output of a graph for frames, features or the wave: a tensor of shape [frames, ...].
 *
 * @param name of the tensor
 * @param bytes whether its values are uint8 rather than float32
 * @param frameShape its shape without the first dimension
 */
record Port(String name, boolean bytes, List<Long> frameShape) {
  Port {
    frameShape = List.copyOf(frameShape);
  }

  /** Shape of the tensor for this number of frames. */
  long[] shape(int frames) {
    return LongStream.concat(LongStream.of(frames), frameShape.stream().mapToLong(Long::longValue))
        .toArray();
  }

  /** Values per frame. */
  int frameSize() {
    return Math.toIntExact(frameShape.stream().reduce(1L, Math::multiplyExact));
  }

  /** Bytes per frame. */
  int frameBytes() {
    return frameSize() * (bytes ? 1 : Float.BYTES);
  }

  DataType type() {
    return bytes ? DataType.UINT8 : DataType.FLOAT;
  }
}
