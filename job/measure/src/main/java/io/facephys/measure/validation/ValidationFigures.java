package io.facephys.measure.validation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.facephys.measure.accuracy.Agreement;
import io.facephys.measure.accuracy.BeatMatch;
import io.facephys.measure.accuracy.Estimate;
import io.facephys.measure.accuracy.PersonRates;
import io.facephys.measure.accuracy.RatePair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a validation for programs: its figures, and each second that they rest on.
 *
 * @param result what is written
 */
record ValidationFigures(ValidationResult result) {
  static final String FIGURES = "figures.json";
  static final String SECONDS = "seconds.csv";

  /** What can be said of the strongest frequency of every second, which has no interval. */
  static final List<Agreement> OF_EVERY_SECOND =
      List.of(
          Agreement.BIAS,
          Agreement.LOWER_LIMIT,
          Agreement.UPPER_LIMIT,
          Agreement.MAE,
          Agreement.RMSE,
          Agreement.R);

  /** Writes both files into a folder; what is there is replaced. */
  void write(Path folder) throws IOException {
    figures(folder.resolve(FIGURES));
    seconds(folder.resolve(SECONDS));
  }

  private void figures(Path file) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("people", result.people()).put("seconds", result.seconds());
    for (RecordingResult recording : result.recordings()) {
      ObjectNode node = root.withArray("recordings").addObject();
      node.put("name", recording.name()).put("person", recording.person());
      node.put("reference", recording.understood());
      node.put("basis", recording.alignment().basis().name());
      put(node, "aheadSeconds", recording.alignment().aheadSeconds());
      put(node, "zoneSeconds", recording.alignment().zoneSeconds());
      put(node, "r", recording.alignment().r());
      put(node, "rElsewhere", recording.alignment().rival());
    }
    for (int i = 0; i < result.methods().size(); i++) {
      String method = result.methods().get(i);
      ObjectNode node = root.withObject("/methods").putObject(method);
      node.put("origin", result.origins().get(i));
      put(node.putObject("rates"), List.of(Agreement.values()), result.rates(method));
      put(node.putObject("strongest"), OF_EVERY_SECOND, result.strongest(method));
      BeatMatch beats = result.beats(method);
      ObjectNode figure = node.putObject("beats");
      figure.put("found", beats.found()).put("true", beats.truth()).put("match", beats.matched());
      put(figure, "lagSeconds", beats.lagSeconds());
      put(figure, "spreadSeconds", beats.spreadSeconds());
    }
    mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
  }

  private static void put(ObjectNode node, List<Agreement> measures, List<PersonRates> rates) {
    for (Agreement measure : measures) {
      Estimate estimate = measure.estimate(rates);
      ObjectNode figure = node.putObject(measure.name());
      put(figure, "value", estimate.value());
      put(figure, "low95", estimate.low());
      put(figure, "high95", estimate.high());
    }
  }

  /** Null where there is no number. */
  private static void put(ObjectNode node, String name, double value) {
    node.put(name, Double.isFinite(value) ? (Double) value : null);
  }

  private void seconds(Path file) throws IOException {
    CsvSchema schema =
        CsvSchema.builder()
            .addColumns(
                List.of(
                    "recording",
                    "person",
                    "method",
                    "second",
                    "reference_bpm",
                    "measured_bpm",
                    "low_bpm",
                    "high_bpm",
                    "absent_reason",
                    "strongest_bpm"),
                CsvSchema.ColumnType.NUMBER_OR_STRING)
            .setUseHeader(true)
            .build();
    ObjectWriter writer = new CsvMapper().writer(schema);
    try (SequenceWriter rows = writer.writeValues(file.toFile())) {
      for (RecordingResult recording : result.recordings()) {
        for (MethodResult method : recording.methods()) {
          for (Second second : method.seconds()) {
            rows.write(cells(recording, method, second));
          }
        }
      }
    }
  }

  private static List<Object> cells(RecordingResult recording, MethodResult method, Second second) {
    List<Object> cells = new ArrayList<>();
    cells.addAll(
        List.of(
            recording.name(), recording.person(), method.method(), second.end(), second.truth()));
    RatePair pair = second.pair();
    cells.addAll(
        pair == null ? List.of("", "", "") : List.of(pair.measured(), pair.low(), pair.high()));
    cells.add(second.absentReason());
    cells.add(Double.isNaN(second.strongest()) ? "" : second.strongest());
    return cells;
  }
}
