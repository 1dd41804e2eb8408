package io.facephys.pipeline.state;

import io.facephys.engine.Frames;
import io.facephys.engine.vitals.Beat;
import io.facephys.engine.vitals.BeatTemplate;
import io.facephys.engine.vitals.CameraVitals;
import io.facephys.engine.vitals.CameraVitals.Samples;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A {@link CameraVitals} in checkpoints, layout 1: {@code segment}, {@code segmentStartMicros},
 * {@code usableFromMicros} (long each), {@code equalFrames} (int); number of samples (int), then of
 * each its time (long), wave, red, green, blue (float) and mark (byte); number of beats (int), then
 * of each segment and time (long), error and interval (double), confirmed (boolean), correlation,
 * peak and trough (double); {@code beatsUntilMicros} (long); number of points of the template
 * (int), then those (float); its number of beats (int).
 */
final class CameraVitalsSerializer extends LayoutSerializer<CameraVitals> {
  static final CameraVitalsSerializer INSTANCE = new CameraVitalsSerializer();

  private static final long serialVersionUID = 1L;
  private static final int CHANNELS = Frames.CHANNELS;

  /** The version of the layout, in savepoints. */
  @Frozen
  public static final class Snapshot extends LayoutSnapshot<CameraVitals> {
    public Snapshot() {
      super("vital signs of cameras", 1, version -> INSTANCE);
    }
  }

  private CameraVitalsSerializer() {
    super(1, Snapshot::new, CameraVitalsSerializer::empty);
  }

  private static CameraVitals empty() {
    Samples none = new Samples(new long[0], new float[0], new float[0], new byte[0]);
    return new CameraVitals(0, 0, 0, 0, none, List.of(), 0, new BeatTemplate(new float[0], 0));
  }

  @Override
  public void serialize(CameraVitals vitals, DataOutputView target) throws IOException {
    target.writeLong(vitals.segment());
    target.writeLong(vitals.segmentStartMicros());
    target.writeLong(vitals.usableFromMicros());
    target.writeInt(vitals.equalFrames());
    write(vitals.samples(), target);
    target.writeInt(vitals.beats().size());
    for (Beat beat : vitals.beats()) {
      write(beat, target);
    }
    target.writeLong(vitals.beatsUntilMicros());
    target.writeInt(vitals.template().shape().length);
    for (float point : vitals.template().shape()) {
      target.writeFloat(point);
    }
    target.writeInt(vitals.template().beats());
  }

  private static void write(Samples samples, DataOutputView target) throws IOException {
    int count = samples.timesMicros().length;
    target.writeInt(count);
    for (int i = 0; i < count; i++) {
      target.writeLong(samples.timesMicros()[i]);
      target.writeFloat(samples.wave()[i]);
      for (int channel = 0; channel < CHANNELS; channel++) {
        target.writeFloat(samples.colours()[CHANNELS * i + channel]);
      }
      target.writeByte(samples.marks()[i]);
    }
  }

  private static void write(Beat beat, DataOutputView target) throws IOException {
    target.writeLong(beat.segment());
    target.writeLong(beat.timeMicros());
    target.writeDouble(beat.errorMillis());
    target.writeDouble(beat.intervalMillis());
    target.writeBoolean(beat.confirmed());
    target.writeDouble(beat.templateCorrelation());
    target.writeDouble(beat.peak());
    target.writeDouble(beat.trough());
  }

  @Override
  public CameraVitals deserialize(DataInputView source) throws IOException {
    return new CameraVitals(
        source.readLong(),
        source.readLong(),
        source.readLong(),
        source.readInt(),
        readSamples(source),
        readList(source, CameraVitalsSerializer::readBeat),
        source.readLong(),
        readTemplate(source));
  }

  private static Samples readSamples(DataInputView source) throws IOException {
    int count = source.readInt();
    Samples samples =
        new Samples(
            new long[count], new float[count], new float[CHANNELS * count], new byte[count]);
    for (int i = 0; i < count; i++) {
      samples.timesMicros()[i] = source.readLong();
      samples.wave()[i] = source.readFloat();
      for (int channel = 0; channel < CHANNELS; channel++) {
        samples.colours()[CHANNELS * i + channel] = source.readFloat();
      }
      samples.marks()[i] = source.readByte();
    }
    return samples;
  }

  private static Beat readBeat(DataInputView source) throws IOException {
    return new Beat(
        source.readLong(),
        source.readLong(),
        source.readDouble(),
        source.readDouble(),
        source.readBoolean(),
        source.readDouble(),
        source.readDouble(),
        source.readDouble());
  }

  private static BeatTemplate readTemplate(DataInputView source) throws IOException {
    float[] shape = new float[source.readInt()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = source.readFloat();
    }
    return new BeatTemplate(shape, source.readInt());
  }
}
