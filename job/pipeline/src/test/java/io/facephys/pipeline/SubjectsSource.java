package io.facephys.pipeline;

import io.facephys.pipeline.record.RawRecord;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** Stands in for Kafka: a partition a subject, a record a chunk, then the end. */
public final class SubjectsSource {
  private SubjectsSource() {}

  /**
   * A source of chunks; the number of frames of each subject must be the same multiple of {@code
   * chunkFrames}.
   *
   * @param chunksPerCheckpoint how many may come out before the next checkpoint
   */
  public static DataGeneratorSource<RawRecord> of(
      List<Subject> subjects, int chunkFrames, int chunksPerCheckpoint) {
    int chunksEach = subjects.get(0).frames() / chunkFrames;
    GeneratorFunction<Long, RawRecord> record =
        index -> {
          int from = (int) (index % chunksEach) * chunkFrames;
          return subjects.get((int) (index / chunksEach)).chunk(from, from + chunkFrames).record();
        };
    return new DataGeneratorSource<>(
        record,
        new Partitions(subjects.size(), chunksEach),
        RateLimiterStrategy.perCheckpoint(chunksPerCheckpoint),
        TypeInformation.of(RawRecord.class));
  }

  /** A source of one control message. */
  public static DataGeneratorSource<RawRecord> forgetting(String subjectId) {
    return new DataGeneratorSource<>(
        index -> Subject.forget(subjectId, "request"), 1, TypeInformation.of(RawRecord.class));
  }

  private static final class Partitions extends NumberSequenceSource {
    private static final long serialVersionUID = 1L;

    private final int count;

    Partitions(int count, int length) {
      super(0, (long) count * length - 1);
      this.count = count;
    }

    @Override
    protected List<NumberSequenceSplit> splitNumberRange(long from, long to, int readers) {
      return super.splitNumberRange(from, to, count);
    }
  }
}
