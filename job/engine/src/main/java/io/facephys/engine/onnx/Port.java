package io.facephys.engine.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.stream.LongStream;

/**
 * An input or output of a graph for frames, features or the wave: a tensor of shape [frames, ...].
 *
 * @param name of the tensor
 * @param bytes whether its numbers are uint8 rather than float32
 * @param frameShape its shape without the first dimension
 */
public record Port(String name, boolean bytes, List<Long> frameShape) {
  public Port {
    frameShape = List.copyOf(frameShape);
  }

  /** Shape of the tensor for this number of frames. */
  public long[] shape(int frames) {
    return LongStream.concat(LongStream.of(frames), frameShape.stream().mapToLong(Long::longValue))
        .toArray();
  }

  /** Numbers per frame. */
  public int frameSize() {
    return Math.toIntExact(frameShape.stream().reduce(1L, Math::multiplyExact));
  }

  /** Bytes per frame. */
  public int frameBytes() {
    return frameSize() * (bytes ? 1 : Float.BYTES);
  }

  DataType type() {
    return bytes ? DataType.UINT8 : DataType.FLOAT;
  }
}
