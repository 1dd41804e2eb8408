package io.facephys.operations.savepoint;

import io.facephys.console.Terminal;
import io.facephys.engine.PulseState;
import io.facephys.engine.vitals.CameraVitals;
import io.facephys.pipeline.time.CameraClock;
import java.nio.FloatBuffer;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facephys state show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Show statistics of what a savepoint holds of a subject: sizes, ranges and times, nothing that a face could be made of.")
final class ShowCommand implements Callable<Integer> {
  @Mixin private SavepointArgument argument;
  @Mixin private SubjectArgument subject;

  @Override
  public Integer call() throws Exception {
    SubjectSavepoint savepoint = argument.read();
    SubjectFile found = subject.find(argument);
    Terminal terminal = new Terminal();
    terminal.print("subject %s, model %s".formatted(found.subjectId(), savepoint.model()));
    for (SubjectOperator operator : savepoint.operators()) {
      SubjectFile.Part part = found.operators().get(operator.hash());
      if (part != null) {
        for (StoredEntry entry : part.subject().entries()) {
          terminal.print(line(operator.state(entry.state()), entry));
        }
        terminal.print("timers: %d".formatted(part.subject().timersMillis().length));
      }
    }
    return 0;
  }

  private static String line(StoredState state, StoredEntry entry) throws Exception {
    String key = state.isMap() ? String.valueOf(state.key(entry)) : "all cameras";
    return "%s of %s: %d bytes%s"
        .formatted(state.name(), key, entry.value().length, statistics(state.value(entry)));
  }

  private static String statistics(Object value) {
    if (value instanceof PulseState pulse) {
      return ", " + statistics(pulse);
    } else if (value instanceof CameraClock clock) {
      return ", next chunk %d, %d wait, segment %d of %d frames, last frame of %s, last processed %s"
          .formatted(
              clock.order().next(),
              clock.order().waiting().size(),
              clock.frames().segment(),
              clock.frames().segmentFrames(),
              Instant.ofEpochMilli(clock.frames().lastCaptureMicros() / 1000),
              Instant.ofEpochMilli(clock.lastProcessedMillis()));
    } else if (value instanceof CameraVitals vitals) {
      return ", %d samples, %d beats"
          .formatted(vitals.samples().timesMicros().length, vitals.beats().size());
    }
    return "";
  }

  /** Statistics of all values together, from which no face can be made. */
  private static String statistics(PulseState state) {
    SummaryStatistics values = new SummaryStatistics();
    int notFinite = 0;
    FloatBuffer floats = state.floats();
    while (floats.hasRemaining()) {
      float value = floats.get();
      if (Float.isFinite(value)) {
        values.addValue(value);
      } else {
        notFinite++;
      }
    }
    return "%d values from %.4g to %.4g, mean %.4g, standard deviation %.4g, %d not finite"
        .formatted(
            state.size(),
            values.getMin(),
            values.getMax(),
            values.getMean(),
            values.getStandardDeviation(),
            notFinite);
  }
}
