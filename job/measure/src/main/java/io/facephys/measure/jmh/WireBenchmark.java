package io.facephys.measure.jmh;

import io.facephys.schemas.CropContract;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.FaceChunks;
import io.facephys.schemas.MalformedMessageException;
import io.facephys.schemas.SingleObjectFormat;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A chunk of 30 frames to and from its bytes in Kafka. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WireBenchmark {
  private static final int FRAMES = 30;

  private final FaceChunk chunk = chunk();
  private final byte[] bytes = SingleObjectFormat.FACE_CHUNK.encode(chunk);

  private static FaceChunk chunk() {
    byte[] pixels = new byte[FRAMES * CropContract.FRAME_BYTES];
    new Random(1).nextBytes(pixels);
    long[] times =
        LongStream.range(0, FRAMES).map(i -> 1_767_225_600_000_000L + i * 33_333).toArray();
    return FaceChunks.numbered("subject", "camera", 0, times, ByteBuffer.wrap(pixels));
  }

  @Benchmark
  public byte[] encode() {
    return SingleObjectFormat.FACE_CHUNK.encode(chunk);
  }

  @Benchmark
  public FaceChunk decode() throws MalformedMessageException {
    return SingleObjectFormat.FACE_CHUNK.decode(bytes);
  }
}
