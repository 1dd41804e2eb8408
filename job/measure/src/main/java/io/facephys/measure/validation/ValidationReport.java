package io.facephys.measure.validation;

import io.facephys.console.Charts;
import io.facephys.measure.accuracy.Agreement;
import io.facephys.measure.accuracy.BeatMatch;
import io.facephys.measure.accuracy.Estimate;
import io.facephys.measure.accuracy.Numbers;
import io.facephys.measure.accuracy.PersonRates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;

/** Writes the report of a validation: a page, its figures, and each second that they rest on. */
public final class ValidationReport {
  /** The page. */
  public static final String PAGE = "report.html";

  private static final int MANY_PEOPLE = 30;
  private static final double MIN_BEATS = 20; // for a spread

  private final ValidationResult result;
  private final ValidationPlots plots;

  private ValidationReport(ValidationResult result) {
    this.result = result;
    this.plots = new ValidationPlots(result);
  }

  /**
   * Writes {@value #PAGE}, {@value ValidationFigures#FIGURES} and {@value
   * ValidationFigures#SECONDS}; what is there is replaced.
   *
   * @throws IOException if they cannot be written, or this Java cannot draw text (no fonts)
   */
  public static void write(ValidationResult result, Path folder) throws IOException {
    ValidationReport report = new ValidationReport(result);
    Files.createDirectories(folder);
    new ValidationFigures(result).write(folder);
    Files.writeString(folder.resolve(PAGE), report.page());
  }

  private String page() throws IOException {
    HtmlPage page = new HtmlPage("Pulse from a camera, compared with a reference");
    page.paragraph(
        "Recordings: %d. People: %d. Seconds in which the reference has a rate: %,d."
            .formatted(result.recordings().size(), result.people(), result.seconds()));
    page.note(conclusion(result.people()));
    agreement(page);
    recordings(page);
    people(page);
    beats(page);
    definitions(page);
    return page.end();
  }

  /** What so many people allow to say. */
  private static String conclusion(long people) {
    if (people == 1) {
      return "One person: these figures describe this person in this room, and say nothing of others. Seconds of one person are alike, so more of them make no person more. The limits of agreement are those within this person only.";
    }
    if (people < Agreement.MIN_PEOPLE_OF_INTERVAL) {
      return "%d people: enough to see a fault, too few for a statement on others. The variance between people rests on %d of them, so the limits of agreement may be far off, and no intervals are given."
          .formatted(people, people);
    }
    if (people < MANY_PEOPLE) {
      return "%d people: the intervals in brackets show how little is known of others yet. They come from drawing people, not seconds, because seconds of one person are not independent; with so few they are somewhat too narrow. %d people or more, of all ages, skins and rooms that matter to you, make limits of agreement useful."
          .formatted(people, MANY_PEOPLE);
    }
    return "%d people: the intervals in brackets come from drawing people, not seconds, because seconds of one person are not independent. They hold for people, rooms, cameras and rates like those that were recorded, and for no others."
        .formatted(people);
  }

  private void agreement(HtmlPage page) throws IOException {
    page.heading("Agreement of the pulse rate");
    page.table(
        header("measure"),
        Arrays.stream(Agreement.values())
            .map(m -> row(m.title(), method -> cell(m, result.rates(method))))
            .toList());
    page.paragraph(
        "The same of the strongest frequency of the wave in every second, whatever the evidence. No one should show such rates; they tell whether the wave or the rule of evidence is the weaker part.");
    page.table(
        header("measure"),
        ValidationFigures.OF_EVERY_SECOND.stream()
            .map(m -> row(m.title(), method -> cell(m, result.strongest(method))))
            .toList());
    Map<String, byte[]> pngs = new LinkedHashMap<>();
    for (String method : result.methods()) {
      add(pngs, "Bland and Altman's plot of " + method, () -> plots.agreement(method));
    }
    page.plots(pngs);
    page.heading("How far the rates know their own error");
    Map<String, byte[]> own = new LinkedHashMap<>();
    add(own, "Error of the surest seconds against coverage", plots::errorAgainstCoverage);
    for (String method : result.methods()) {
      add(own, "Errors over the intervals of " + method, () -> plots.intervals(method));
    }
    page.plots(own);
    page.heading("Seconds without a rate, by reason");
    List<String> reasons =
        result.methods().stream()
            .flatMap(method -> result.absent(method).keySet().stream())
            .distinct()
            .sorted()
            .toList();
    page.table(
        header("reason"),
        reasons.stream()
            .map(reason -> row(reason, m -> "" + result.absent(m).getOrDefault(reason, 0L)))
            .toList());
  }

  private static String cell(Agreement measure, List<PersonRates> rates) {
    Estimate estimate = measure.estimate(rates);
    return Double.isNaN(estimate.value()) ? "-" : estimate.text(measure.decimals());
  }

  private void recordings(HtmlPage page) throws IOException {
    page.heading("Recordings and their clocks");
    page.paragraph(
        "The offset of the reference's clock was found where its wave or rates agree best with the camera's. It holds all that is constant: the clocks' difference, the sensor's own delay, and the pulse's way to the face. Of a steady pulse it is known to one beat only, which changes rates little.");
    page.table(
        List.of("recording", "person", "reference", "its clock is", "stretches of face"),
        result.recordings().stream()
            .map(
                r ->
                    List.of(
                        r.name(),
                        r.person(),
                        r.understood(),
                        r.alignment().text(),
                        "" + r.stretches()))
            .toList());
    Map<String, byte[]> pngs = new LinkedHashMap<>();
    for (RecordingResult recording : result.recordings()) {
      add(pngs, "Rates of " + recording.name(), () -> plots.rates(recording));
    }
    page.plots(pngs);
  }

  private void people(HtmlPage page) {
    page.heading("Each person");
    page.table(
        List.of(
            "person",
            "method",
            "seconds",
            "with a rate, %",
            "mean error, bpm",
            "mean absolute error, bpm",
            "intervals that hold the truth, %"),
        result.methods().stream()
            .flatMap(method -> result.rates(method).stream().map(one -> person(method, one)))
            .sorted((a, b) -> a.get(0).compareTo(b.get(0)))
            .toList());
  }

  private static List<String> person(String method, PersonRates rates) {
    List<PersonRates> one = List.of(rates);
    return Stream.concat(
            Stream.of(rates.person(), method, "" + rates.seconds()),
            Stream.of(
                    Agreement.COVERAGE, Agreement.BIAS, Agreement.MAE, Agreement.INTERVAL_COVERAGE)
                .map(measure -> Numbers.of(measure.of(one), measure.decimals())))
        .toList();
  }

  private void beats(HtmlPage page) throws IOException {
    page.heading("Times of beats");
    boolean known =
        result.methods().stream().anyMatch(method -> result.beats(method).matched() >= MIN_BEATS);
    if (!known) {
      page.paragraph(
          "Fewer than %.0f beats could be compared: the reference knows no beats, or few were found."
              .formatted(MIN_BEATS));
      return;
    }
    page.table(
        List.of(
            "method",
            "beats found",
            "true beats",
            "match",
            "F1",
            "lag, ms",
            "spread of the errors, ms"),
        result.methods().stream().map(this::beats).toList());
    Map<String, byte[]> pngs = new LinkedHashMap<>();
    add(pngs, "Errors of the times of beats", plots::beats);
    page.plots(pngs);
  }

  private List<String> beats(String method) {
    BeatMatch match = result.beats(method);
    return List.of(
        method,
        "" + match.found(),
        "" + match.truth(),
        "" + match.matched(),
        Numbers.of(match.f1(), 3),
        Numbers.of(1000 * match.lagSeconds(), 0),
        Numbers.of(1000 * match.spreadSeconds(), 1));
  }

  private void definitions(HtmlPage page) {
    page.heading("How to read this");
    page.list(
        List.of(
            "Each second: the rate of vital-signs, by the job's own rule, beside the reference's rate in the same window of up to 10 s. Of a wave that is its strongest frequency, of rates their mean, of beats their number divided by their time.",
            "Bias and limits of agreement: Bland and Altman 2007, for several measurements of each person whose true value varies. Every person counts the same. The limits rest on the variance between people and that within them; with one person, on the latter only.",
            "Errors, coverage and Pearson's r: mean over people of each person's; r is of all seconds together, so it is high merely because people differ.",
            "In brackets: 95 %% intervals, bootstrap over people, from %d people on."
                .formatted(Agreement.MIN_PEOPLE_OF_INTERVAL),
            "Error against coverage: seconds with the narrowest interval first. A line that falls to the left means that the intervals know which rates are good.",
            "Beats: those within 150 ms of a true one after the median lag match. Spread: 1.4826 times the median distance of their errors from their median.",
            "POS is a method without training (Wang et al. 2017), here with the same rule of vital signs, for comparison.",
            "This is a comparison on your recordings, no proof of fitness for a medical purpose."));
    page.heading("Methods");
    page.table(
        List.of("method", "made of"),
        result.methods().stream()
            .map(m -> List.of(m, result.origins().get(result.methods().indexOf(m))))
            .toList());
  }

  private List<String> header(String first) {
    return row(first, Function.identity());
  }

  private List<String> row(String first, Function<String, String> cell) {
    return Stream.concat(Stream.of(first), result.methods().stream().map(cell)).toList();
  }

  private static void add(Map<String, byte[]> pngs, String words, Supplier<XYChart> chart)
      throws IOException {
    pngs.put(words, Charts.enlargedPng(chart));
  }
}
