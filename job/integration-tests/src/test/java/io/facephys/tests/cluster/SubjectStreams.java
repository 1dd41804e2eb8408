package io.facephys.tests.cluster;

import io.facephys.engine.Engine;
import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelIdentity;
import io.facephys.engine.PulseModel;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.recording.ModelRun;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.vitals.Beat;
import io.facephys.engine.vitals.CameraFusion;
import io.facephys.engine.vitals.SubjectVitalsStep;
import io.facephys.engine.vitals.WavePiece;
import io.facephys.pipeline.encode.Messages;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.tests.TestClip;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Streams of several subjects, made of the shipped clip: each begins with another frame of it, and
 * the clip repeats. A round is the next chunk of each subject.
 */
final class SubjectStreams {
  static final int CHUNK_FRAMES = 15;
  private static final String CAMERA = "camera";
  private static final long INTERVAL_MICROS = 33_333;
  private static final int OFFSET_FRAMES = 7;

  private final int subjects;
  private final Engine engine;
  private int rounds;
  private final List<Recording> recordings;
  private final Map<Integer, ModelRun> runs = new HashMap<>(); // unbroken, by subject
  private int sent; // rounds

  SubjectStreams(int subjects, int rounds) {
    this(subjects, rounds, ClusterRun.ENGINE);
  }

  /**
   * @param engine of the unbroken run
   */
  SubjectStreams(int subjects, int rounds, Engine engine) {
    this.subjects = subjects;
    this.engine = engine;
    this.rounds = rounds;
    long start = System.currentTimeMillis() * 1000;
    this.recordings =
        IntStream.range(0, subjects)
            .mapToObj(subject -> recording(subject * OFFSET_FRAMES, rounds, start))
            .toList();
  }

  private static Recording recording(int from, int rounds, long start) {
    Recording clip = TestClip.load();
    int frameBytes = clip.bytes(0, 1).remaining();
    int length = rounds * CHUNK_FRAMES;
    ByteBuffer bytes = ByteBuffer.allocate(length * frameBytes);
    for (int i = 0; i < length; i++) {
      int frame = (from + i) % clip.length();
      bytes.put(clip.bytes(frame, frame + 1));
    }
    long[] times = LongStream.range(0, length).map(i -> start + i * INTERVAL_MICROS).toArray();
    return new Recording(new Frames.ByteFrames(bytes.flip(), length, frameBytes), times);
  }

  private static String id(int subject) {
    return "subject-%02d".formatted(subject);
  }

  int subjects() {
    return subjects;
  }

  /** No more rounds are to be sent. */
  void end() {
    rounds = sent;
  }

  boolean allSent() {
    return sent == rounds;
  }

  /** Waves that come of what was sent so far. */
  int expectedWaves() {
    return sent * subjects;
  }

  void sendRound(ChunkSender sender) {
    int from = sent * CHUNK_FRAMES;
    int to = from + CHUNK_FRAMES;
    for (int subject = 0; subject < subjects; subject++) {
      Recording recording = recordings.get(subject);
      long[] times = Arrays.copyOfRange(recording.captureTimesMicros(), from, to);
      sender.send(id(subject), CAMERA, times, recording.bytes(from, to));
    }
    sent++;
  }

  /** The unbroken run's waves of each subject, as lines that name sequence and samples. */
  Map<String, List<String>> expected() {
    Map<String, List<String>> expected = new HashMap<>();
    for (int subject = 0; subject < subjects; subject++) {
      float[] wave = run(subject).wave();
      List<String> chunks = new ArrayList<>();
      for (int chunk = 0; chunk < rounds; chunk++) {
        List<Float> samples = new ArrayList<>();
        for (int i = 0; i < CHUNK_FRAMES; i++) {
          samples.add(wave[chunk * CHUNK_FRAMES + i]);
        }
        chunks.add(line(chunk, samples));
      }
      expected.put(id(subject), chunks);
    }
    return expected;
  }

  /** What is sent of a subject in all. */
  private Recording recording(int subject) {
    return recordings.get(subject).first(rounds * CHUNK_FRAMES);
  }

  private ModelRun run(int subject) {
    return runs.computeIfAbsent(
        subject,
        key -> {
          Recording recording = recording(key);
          return TestClip.runOf(recording, recording.chunkEnds(CHUNK_FRAMES), engine);
        });
  }

  /**
   * What comes of waves in the topics of vital signs.
   *
   * @param rows of all subjects
   * @param beats of all subjects
   */
  record Vitals(List<VitalSigns> rows, List<PulseBeat> beats) {}

  /** Vital signs and beats of the unbroken run's waves. */
  Vitals expectedVitals() {
    Vitals vitals = new Vitals(new ArrayList<>(), new ArrayList<>());
    ModelIdentity model = identity();
    for (int subject = 0; subject < subjects; subject++) {
      String id = id(subject);
      ModelRun run = run(subject);
      long[] times = run.captureTimesMicros();
      WavePiece piece = new WavePiece(times[0] / 1_000_000, times, run.wave(), run.colours());
      SubjectVitalsStep.Result result =
          SubjectVitalsStep.advance(CAMERA, piece, null, CameraFusion.NONE);
      for (SubjectVitalsStep.Row row : result.rows()) {
        vitals.rows.add(
            Messages.of(
                new SubjectVitals(
                    id,
                    row.cameraId(),
                    row.cameras(),
                    row.vitals(),
                    model.name(),
                    model.sha256())));
      }
      for (Beat beat : result.beats()) {
        vitals.beats.add(
            Messages.of(new SubjectBeat(id, CAMERA, beat, model.name(), model.sha256())));
      }
    }
    return vitals;
  }

  private static ModelIdentity identity() {
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault())) {
      return model.identity();
    }
  }

  /** The same of waves that came, in the order in which they came. */
  static Map<String, List<String>> lines(List<PulseWaveform> waves) {
    Map<String, List<String>> lines = new HashMap<>();
    for (PulseWaveform wave : waves) {
      lines
          .computeIfAbsent(wave.getSubjectId(), id -> new ArrayList<>())
          .add(line(wave.getSequence(), wave.getWave()));
    }
    return lines;
  }

  /** The different lines of each subject. */
  static Map<String, Set<String>> sets(Map<String, List<String>> lines) {
    Map<String, Set<String>> sets = new HashMap<>();
    lines.forEach((subject, all) -> sets.put(subject, Set.copyOf(all)));
    return sets;
  }

  private static String line(long sequence, List<Float> samples) {
    return sequence + " " + samples; // a float's text tells each of its bits but those of NaN
  }
}
