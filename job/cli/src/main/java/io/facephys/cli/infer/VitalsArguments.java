package io.facephys.cli.infer;

import io.facephys.engine.ModelIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where {@code infer} writes vital signs and beats. */
final class VitalsArguments {
  @Option(
      names = "--vitals-out",
      paramLabel = "V.jsonl",
      description =
          "Write vital signs to this file, a JSON object a second, as in topic vital-signs; with --video of each face in turn, whose name is the subject id.")
  private @Nullable Path vitalsOut;

  @Option(
      names = "--beats-out",
      paramLabel = "B.jsonl",
      description = "Write the beats to this file, a JSON object each, as in topic pulse-beats.")
  private @Nullable Path beatsOut;

  /** Opens the files that were asked for. */
  VitalsFiles open(ModelIdentity model) throws IOException {
    return new VitalsFiles(vitalsOut, beatsOut, model);
  }

  /** What was written, a line for each file. */
  List<String> report(VitalsFiles written) {
    List<String> lines = new ArrayList<>();
    if (vitalsOut != null) {
      long rates =
          written.vitals().stream().filter(row -> row.vitals().pulseRate().isPresent()).count();
      lines.add(
          "Vital signs: %s, %d of %d seconds with a rate"
              .formatted(vitalsOut, rates, written.vitals().size()));
    }
    if (beatsOut != null) {
      lines.add("Beats: %s, %d".formatted(beatsOut, written.beats().size()));
    }
    return lines;
  }
}
