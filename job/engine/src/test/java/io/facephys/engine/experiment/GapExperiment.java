package io.facephys.engine.experiment;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.Recording;
import io.facephys.engine.RecordingFiles;
import io.facephys.engine.backend.PulseModels;
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
 * What the wave does in the 5 s after a gap, by the gap's length and by what the model is given
 * first. Prints a table; its reading stands in the pipeline's RATIONALE.md.
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
    /** The true gap as interval, at most the longest one that a model may be given. */
    BOUNDED,
    /** A nominal interval, as if nothing were missing. */
    NOMINAL,
    /** For the length of the gap, at most 1 s, the last picture before it; then as NOMINAL. */
    LAST_HELD,
    /** The same with the first picture after it. */
    NEXT_HELD,
    /** The same with a blend from the last to the next. */
    BLENDED,
    /** The state that a subject starts from; then as NOMINAL. */
    RESTARTED,
    /** The same, and before that 1 s of the first picture after the gap. */
    RESTARTED_HELD
  }

  /** A clip and the frames with which it goes on after a gap. */
  private record Place(String clip, List<Integer> resumes) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("steady-72", List.of(240, 333, 427)),
          new Place("real-ppg-a", List.of(165, 183, 200)),
          new Place("jittered-95", List.of(225, 262, 298)));

  /** Frames that are missing; the last two stand for a gap of any length beyond the bounds. */
  private static final List<Integer> GAPS = List.of(1, 3, 8, 15, 30, 90, 300, 3000);

  private static final int SAME_SCENE = 300; // goes on elsewhere in the clip
  private static final int OTHER_SCENE = 3000; // goes on in another clip: another face and light
  private static final int FIRST_CUT = 120; // frames; the model has settled by then
  private static final int LONGEST_FILL = 30; // frames
  private static final float NOMINAL = FrameIntervals.NOMINAL_SECONDS;

  private static final Map<Treatment, GapFill> FILLS =
      new EnumMap<>(
          Map.of(
              Treatment.LAST_HELD, GapFill.LAST,
              Treatment.NEXT_HELD, GapFill.NEXT,
              Treatment.BLENDED, GapFill.BLEND));

  /** One gap, survived. */
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
            + "| r >= 0.9 from s (latest) | greatest error, sd |");
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
        median(sorted(trials, Recovery::greatestError)));
  }

  private static double[] sorted(List<Trial> trials, ToDoubleFunction<Recovery> value) {
    return trials.stream().map(Trial::recovery).mapToDouble(value).sorted().toArray();
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  /** Every gap before one frame of one clip, treated in every way. */
  private void addTrials(int place, int resume, List<Trial> trials) {
    ByteBuffer next = runs.get(place).frame(resume);
    PulseState template = model.initialState();
    PulseState settled = GapFill.NEXT.advance(model, template, next, next, LONGEST_FILL);
    Recovery restarted = goOn(place, resume, NOMINAL, template);
    Recovery restartedHeld = goOn(place, resume, NOMINAL, settled);
    for (int gap : GAPS) {
      UnbrokenRun before = runs.get(gap == OTHER_SCENE ? (place + 1) % runs.size() : place);
      int cut = cut(before.recording(), gap, resume);
      if (cut >= FIRST_CUT) {
        PulseState state = before.stateBefore(cut);
        float bounded = Math.min((gap + 1) * NOMINAL, FrameIntervals.MAX_SECONDS);
        trials.add(new Trial(gap, Treatment.BOUNDED, goOn(place, resume, bounded, state)));
        trials.add(new Trial(gap, Treatment.NOMINAL, goOn(place, resume, NOMINAL, state)));
        FILLS.forEach(
            (treatment, fill) -> {
              int count = Math.min(gap, LONGEST_FILL);
              PulseState filled = fill.advance(model, state, before.frame(cut - 1), next, count);
              trials.add(new Trial(gap, treatment, goOn(place, resume, NOMINAL, filled)));
            });
        trials.add(new Trial(gap, Treatment.RESTARTED, restarted));
        trials.add(new Trial(gap, Treatment.RESTARTED_HELD, restartedHeld));
      }
    }
  }

  /** The frame before which the gap begins. */
  private static int cut(Recording clip, int gap, int resume) {
    return switch (gap) {
      case SAME_SCENE -> {
        int usable = clip.length() - FIRST_CUT;
        yield FIRST_CUT + (resume - FIRST_CUT + usable / 2) % usable;
      }
      case OTHER_SCENE -> clip.length();
      default -> resume - gap;
    };
  }

  private Recovery goOn(int place, int resume, float firstInterval, PulseState state) {
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
    TreeSet<Integer> cuts = new TreeSet<>(List.of(clip.length()));
    for (int resume : place.resumes()) {
      GAPS.forEach(gap -> cuts.add(cut(clip, gap, resume)));
    }
    return UnbrokenRun.of(model, clip, cuts.tailSet(FIRST_CUT));
  }
}
