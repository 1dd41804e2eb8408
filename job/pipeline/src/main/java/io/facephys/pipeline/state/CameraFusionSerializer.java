package io.facephys.pipeline.state;

import io.facephys.engine.vitals.AbsentReason;
import io.facephys.engine.vitals.CameraFusion;
import io.facephys.engine.vitals.CameraFusion.CameraRow;
import io.facephys.engine.vitals.RateInterval;
import io.facephys.engine.vitals.Reading;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A {@link CameraFusion} in checkpoints, layout 1: number of rows (int), then of each camera id
 * (text), start and end of the window (long), coverage (double), and whether there is a rate
 * (boolean): the rate and its interval's ends (double), or the reason (text); {@code doneMicros}
 * (long).
 */
final class CameraFusionSerializer extends LayoutSerializer<CameraFusion> {
  static final CameraFusionSerializer INSTANCE = new CameraFusionSerializer();

  private static final long serialVersionUID = 1L;

  /** The version of the layout, in savepoints. */
  @Frozen
  public static final class Snapshot extends LayoutSnapshot<CameraFusion> {
    public Snapshot() {
      super("rates of cameras", 1, version -> INSTANCE);
    }
  }

  private CameraFusionSerializer() {
    super(1, Snapshot::new, () -> CameraFusion.NONE);
  }

  @Override
  public void serialize(CameraFusion fusion, DataOutputView target) throws IOException {
    target.writeInt(fusion.rows().size());
    for (CameraRow row : fusion.rows()) {
      writeText(row.cameraId(), target);
      target.writeLong(row.windowStartMicros());
      target.writeLong(row.windowEndMicros());
      target.writeDouble(row.coverage());
      Double rate = row.rate().value();
      target.writeBoolean(rate != null);
      if (rate == null) {
        writeText(Objects.requireNonNull(row.rate().absentReason()).name(), target);
      } else {
        RateInterval interval = Objects.requireNonNull(row.interval());
        target.writeDouble(rate);
        target.writeDouble(interval.lowBpm());
        target.writeDouble(interval.highBpm());
      }
    }
    target.writeLong(fusion.doneMicros());
  }

  @Override
  public CameraFusion deserialize(DataInputView source) throws IOException {
    return new CameraFusion(readList(source, CameraFusionSerializer::readRow), source.readLong());
  }

  private static CameraRow readRow(DataInputView source) throws IOException {
    String cameraId = readText(source);
    long start = source.readLong();
    long end = source.readLong();
    double coverage = source.readDouble();
    if (!source.readBoolean()) {
      Reading absent = new Reading(null, AbsentReason.valueOf(readText(source)));
      return new CameraRow(cameraId, start, end, coverage, absent, null);
    }
    Reading rate = new Reading(source.readDouble(), null);
    RateInterval interval = new RateInterval(source.readDouble(), source.readDouble());
    return new CameraRow(cameraId, start, end, coverage, rate, interval);
  }
}
