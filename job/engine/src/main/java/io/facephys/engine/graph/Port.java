package io.facephys.engine.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Where pictures, features or the wave enter or leave a graph: a tensor of shape [frames, ...].
 *
 * @param name of the tensor
 * @param bytes whether its numbers are uint8, else float32
 * @param frameShape its shape without the frames
 */
public record Port(String name, boolean bytes, List<Long> frameShape) {
  public Port {
    frameShape = List.copyOf(frameShape);
  }

  /** Shape of the tensor of so many frames. */
  public long[] shape(int frames) {
    return LongStream.concat(LongStream.of(frames), frameShape.stream().mapToLong(Long::longValue))
        .toArray();
  }

  /** Numbers a frame. */
  public int frameSize() {
    return Math.toIntExact(frameShape.stream().reduce(1L, Math::multiplyExact));
  }

  /** Bytes a frame. */
  public int frameBytes() {
    return frameSize() * (bytes ? 1 : Float.BYTES);
  }

  DataType type() {
    return bytes ? DataType.UINT8 : DataType.FLOAT;
  }
}
