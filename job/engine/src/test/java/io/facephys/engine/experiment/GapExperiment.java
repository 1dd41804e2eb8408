package io.facephys.engine.experiment;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Measures how the wave recovers in the 5 s after a gap, by the length of the gap and by what the
 * model is given first. Prints a table; the pipeline's RATIONALE.md discusses it.
 *
 * <pre>
 * mvn -q -pl job/engine test-compile org.codehaus.mojo:exec-maven-plugin:3.5.0:java \
 *     -Dexec.classpathScope=test -Dexec.mainClass=io.facephys.engine.experiment.GapExperiment \
 *     -Dfacephys.published=FOLDER
 * </pre>
 */
public final class GapExperiment {
  /** What the model is given after a gap. */
  enum Treatment {
    /** The length of the gap as interval, limited to the longest that a model may be given. */
    BOUNDED,
    /** The nominal interval, as if no frame were missing. */
    NOMINAL,
    /**
     * The last frame before the gap, repeated for the length of the gap but at most 1 s; then as
     * NOMINAL.
     */
    LAST_HELD,
    /** The same with the first frame after the gap. */
    NEXT_HELD,
    /** The same with a blend from the one to the other. */
    BLENDED,
    /** The state that a subject starts from; then as NOMINAL. */
    RESTARTED,
    /** The initial state, then 1 s of the first frame after the gap; then as NOMINAL. */
    RESTARTED_HELD
  }

  /** A clip, and the frames at which it resumes after a gap. */
  private record Place(String clip, List<Integer> resumes) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("steady-72", List.of(240, 333, 427)),
          new Place("real-ppg-a", List.of(165, 183, 200)),
          new Place("jittered-95", List.of(225, 262, 298)));

  /** Numbers of missing frames; the last two stand for any longer gap. */
  private static final List<Integer> GAPS = List.of(1, 3, 8, 15, 30, 90, 300, 3000);

  private static final int SAME_SCENE = 300; // resumes elsewhere in the clip
  private static final int OTHER_SCENE = 3000; // resumes in another clip: another face and light
  private static final int FIRST_GAP_START = 120; // frames; the model has settled by then
  private static final int LONGEST_FILL = 30; // frames
  private static final float NOMINAL = FrameIntervals.NOMINAL_SECONDS;

  private static final Map<Treatment, GapFill> FILLS =
      new EnumMap<>(
          Map.of(
              Treatment.LAST_HELD, GapFill.LAST,
              Treatment.NEXT_HELD, GapFill.NEXT,
              Treatment.BLENDED, GapFill.BLEND));

  /** The recovery from one gap. */
  private record Trial(int gap, Treatment treatment, Recovery recovery) {}

  private final PulseModel model;
  private final List<UnbrokenRun> runs;

  private GapExperiment(PulseModel model, Path clips) {
    this.model = model;
    this.runs = PLACES.stream().map(place -> unbroken(place, clips)).toList();
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(System.getProperty("facephys.published"));
    for (ModelFiles files :
        List.of(
            ModelFiles.of(folder.resolve("model.onnx"), folder.resolve("state.gz")),
            ModelFiles.ofDefault())) {
      try (PulseModel model = PulseModels.load(files)) {
        System.out.printf("%n%s%n%n", files.name());
        new GapExperiment(model, folder.resolve("clips")).print();
      }
    }
  }

  private void print() {
    System.out.println(
        "| frames lost | then | trials | r 0-1 s | r 1-2 s | r 2-5 s | r 0-5 s (least) "
            + "| r >= 0.9 from s (latest) | largest error, sd |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < PLACES.size(); i++) {
      for (int resume : PLACES.get(i).resumes()) {
        addTrials(i, resume, trials);
      }
    }
    for (int gap : GAPS) {
      for (Treatment treatment : Treatment.values()) {
        printRow(
            gap,
            treatment,
            trials.stream().filter(t -> t.gap == gap && t.treatment == treatment).toList());
      }
    }
  }

  private static void printRow(int gap, Treatment treatment, List<Trial> trials) {
    double[] whole = sorted(trials, Recovery::whole);
    double[] after = sorted(trials, Recovery::recoveredAfter);
    System.out.printf(
        "| %s | %s | %d | %.2f | %.2f | %.3f | %.3f (%.3f) | %.1f (%.1f) | %.1f |%n",
        gap == SAME_SCENE ? "elsewhere" : gap == OTHER_SCENE ? "other clip" : gap,
        treatment,
        trials.size(),
        median(sorted(trials, Recovery::firstSecond)),
        median(sorted(trials, Recovery::secondSecond)),
        median(sorted(trials, Recovery::rest)),
        median(whole),
        whole[0],
        median(after),
        after[after.length - 1],
        median(sorted(trials, Recovery::largestError)));
  }

  private static double[] sorted(List<Trial> trials, ToDoubleFunction<Recovery> value) {
    return trials.stream().map(Trial::recovery).mapToDouble(value).sorted().toArray();
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  /** Tries every gap before one frame of one clip with every treatment. */
  private void addTrials(int place, int resume, List<Trial> trials) {
    ByteBuffer next = runs.get(place).frame(resume);
    PulseState template = model.initialState();
    PulseState settled = GapFill.NEXT.advance(model, template, next, next, LONGEST_FILL);
    Recovery restarted = resumeAt(place, resume, NOMINAL, template);
    Recovery restartedHeld = resumeAt(place, resume, NOMINAL, settled);
    for (int gap : GAPS) {
      UnbrokenRun before = runs.get(gap == OTHER_SCENE ? (place + 1) % runs.size() : place);
      int gapStart = gapStart(before.recording(), gap, resume);
      if (gapStart >= FIRST_GAP_START) {
        PulseState state = before.stateBefore(gapStart);
        float bounded = Math.min((gap + 1) * NOMINAL, FrameIntervals.MAX_SECONDS);
        trials.add(new Trial(gap, Treatment.BOUNDED, resumeAt(place, resume, bounded, state)));
        trials.add(new Trial(gap, Treatment.NOMINAL, resumeAt(place, resume, NOMINAL, state)));
        FILLS.forEach(
            (treatment, fill) -> {
              int count = Math.min(gap, LONGEST_FILL);
              PulseState filled =
                  fill.advance(model, state, before.frame(gapStart - 1), next, count);
              trials.add(new Trial(gap, treatment, resumeAt(place, resume, NOMINAL, filled)));
            });
        trials.add(new Trial(gap, Treatment.RESTARTED, restarted));
        trials.add(new Trial(gap, Treatment.RESTARTED_HELD, restartedHeld));
      }
    }
  }

  /** The first frame of the gap. */
  private static int gapStart(Recording clip, int gap, int resume) {
    return switch (gap) {
      case SAME_SCENE -> {
        int usable = clip.length() - FIRST_GAP_START;
        yield FIRST_GAP_START + (resume - FIRST_GAP_START + usable / 2) % usable;
      }
      case OTHER_SCENE -> clip.length();
      default -> resume - gap;
    };
  }

  private Recovery resumeAt(int place, int resume, float firstInterval, PulseState state) {
    UnbrokenRun run = runs.get(place);
    Recording clip = run.recording();
    long start = clip.captureTimesMicros()[resume];
    int end = resume;
    while (end < clip.length() && clip.captureTimesMicros()[end] - start < Recovery.SECONDS * 1e6) {
      end++;
    }
    float[] intervals = clip.intervals(resume, end).seconds();
    intervals[0] = firstInterval;
    float[] wave = model.advance(clip.slice(resume, end), intervals, state).wave();
    return Recovery.of(
        IntStream.range(resume, end)
            .mapToDouble(i -> (clip.captureTimesMicros()[i] - start) / 1e6)
            .toArray(),
        IntStream.range(0, wave.length).mapToDouble(i -> wave[i]).toArray(),
        IntStream.range(resume, end).mapToDouble(i -> run.wave()[i]).toArray());
  }

  private UnbrokenRun unbroken(Place place, Path clips) {
    Recording clip = RecordingFiles.ofFolder(clips.resolve(place.clip()));
    TreeSet<Integer> gapStarts = new TreeSet<>(List.of(clip.length()));
    for (int resume : place.resumes()) {
      GAPS.forEach(gap -> gapStarts.add(gapStart(clip, gap, resume)));
    }
    return UnbrokenRun.of(model, clip, gapStarts.tailSet(FIRST_GAP_START));
  }
}
