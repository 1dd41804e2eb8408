package io.facephys.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.topics.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, fed from a real broker. */
final class DashboardITCase {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final List<String> SUBJECTS = List.of("anna", "bert", "carl", "dora", "wall");

  @TempDir private static Path folder;

  private static Browser browser;
  private static EmbeddedKafka kafka;
  private static SyntheticOutput job;
  private static Dashboard dashboard;

  @BeforeAll
  static void start() throws Exception {
    // The name resolves as an attacker's name server would make it.
    browser =
        Browser.startRecording(
            folder.resolve("first"), "--host-resolver-rules=MAP attacker.example 127.0.0.1");
    kafka = EmbeddedKafka.start();
    Topics.create(kafka.client(), TopicNames.DEFAULT, 2);
    job = new SyntheticOutput(kafka.client(), TopicNames.DEFAULT, SUBJECTS, Set.of("wall"));
    dashboard = Dashboard.start(DashboardOptions.local(), kafka.client(), TopicNames.DEFAULT, null);
    browser.show(1280, 800, false, true);
    browser.open(dashboard.address());
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> browser.run("return document.querySelectorAll('.card').length").equals(5L));
  }

  @AfterAll
  static void close() {
    for (AutoCloseable part : new AutoCloseable[] {browser, dashboard, job, kafka}) {
      if (part != null) {
        closeQuietly(part);
      }
    }
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void rowsAppearAndMove() {
    Awaitility.await().atMost(TIMEOUT).until(() -> text("anna", ".rate").matches("5[3-7]"));
    assertThat(text("anna", ".band")).matches("5[0-9]–[56][0-9]");
    assertThat(text("anna", ".frames")).isEqualTo("30.0 frames/s");
    assertThat(text("anna", ".quality")).isEqualTo("quality 0.97");
    assertThat(text("anna", ".delay")).matches("delay [0-9]\\.[0-9] s");

    Object first = wave("anna");
    Awaitility.await().atMost(TIMEOUT).until(() -> !wave("anna").equals(first));
    Object steps =
        browser.await(
            "const done = arguments[0], canvas = document.querySelector('[data-subject=anna]"
                + " canvas');const seen = new Set(), end = performance.now() + 2000;(function"
                + " look() { seen.add(canvas.toDataURL());performance.now() < end ?"
                + " requestAnimationFrame(look) : done(seen.size); })()");
    assertThat((Long) steps).as("different pictures in 2 s").isGreaterThan(10);
  }

  @Test
  void subjectWithoutAPulseShowsWhy() {
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> text("wall", ".why").equals("The colours show no pulse"));
    assertThat(text("wall", ".rate")).isEqualTo("–");
    assertThat(text("wall", ".state")).isEqualTo("no rate");
  }

  @Test
  void silentCameraIsShownAsLostAndFirst() {
    job.silence("carl");
    Awaitility.await().atMost(TIMEOUT).until(() -> text("carl", ".state").equals("lost"));

    assertThat(text("carl", ".rate")).isEqualTo("–");
    assertThat(text("carl", ".why")).matches("Camera lost: no frames for [0-9]+ s");
    assertThat(text("anna", ".state")).isEqualTo("ok");
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(
            () ->
                browser
                    .run("return document.querySelector('.card').dataset.subject")
                    .equals("carl"));
  }

  @Test
  void waveThatComesAMinuteLateIsStillInThePicture() {
    Object ahead = // of the newest sample, milliseconds
        browser.await(
            """
            const done = arguments[0];
            import("/track.js").then(({ Track }) => {
              const track = new Track("late", "camera-1");
              for (let i = 0; i < 20; i++) {
                const arrived = 500 * (i + 1) + (i < 10 ? 300 : 60_000);
                track.addWave({
                  segment: 0, arrived, trusted: true,
                  first: 500 * i, after: [0, 250, 467], wave: [0, 1, 0],
                });
              }
              done(track.edge(track.arrived, 16) - track.times.at(-1));
            });
            """);
    assertThat(((Number) ahead).doubleValue()).isBetween(-5_000.0, 0.0);
  }

  @Test
  void whoHasLongBeenLostSinksAndThenGoes() {
    job.silence("dora");
    Awaitility.await().atMost(TIMEOUT).until(() -> text("dora", ".state").equals("lost"));

    silentSinceEarlier("dora", 120);
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(
            () ->
                browser
                    .run("return document.querySelector('.card:last-child').dataset.subject")
                    .equals("dora"));
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> text("dora", ".why").matches("Camera lost: no frames for [0-9]+ min"));

    silentSinceEarlier("dora", 480);
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> browser.run("return document.querySelector('[data-subject=dora]')") == null);
  }

  /** As if the last wave had come earlier. */
  private static void silentSinceEarlier(String subject, int seconds) {
    browser.run(
        "document.querySelector('[data-subject=%s]').card.track.arrived -= %d"
            .formatted(subject, seconds * 1000));
  }

  @Test
  void clickShowsOneSubjectLargeWithPlots() {
    browser.click("[data-subject=bert]");
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> browser.text("#detail-name").equals("bert · camera-1"));
    assertThat(browser.run("return document.querySelectorAll('dialog[open] canvas').length"))
        .isEqualTo(2L);
    assertThat(browser.text("#detail-values"))
        .contains("Rate from beats", "Respiration\nThe unbroken wave is too short");
    browser.click("#detail-close");
    assertThat(browser.run("return document.querySelectorAll('dialog[open]').length"))
        .isEqualTo(0L);
  }

  @Test
  void wrongTokenAndWrongHostAreRefused() {
    URI address = URI.create(dashboard.address());
    try (Browser stranger =
        Browser.start(
            folder.resolve("stranger"), "--host-resolver-rules=MAP attacker.example 127.0.0.1")) {
      stranger.open(address.resolve("/").toString());
      assertThat(stranger.text("body")).contains("it holds a token");
      stranger.open(address.resolve("/?token=guessed").toString());
      assertThat(stranger.text("body")).contains("not the one that the command printed");
      stranger.open(dashboard.address().replace("127.0.0.1", "attacker.example"));
      assertThat(stranger.text("body")).contains("names the host 'attacker.example");
    }
  }

  @Test
  void noRequestLeavesTheMachineAndThePageComplainsOfNothing() throws Exception {
    browser.open(dashboard.address());
    Awaitility.await().atMost(TIMEOUT).until(() -> text("anna", ".rate").matches("[0-9]+"));

    List<String> hosts = new ArrayList<>();
    for (String message : browser.networkEvents()) {
      JsonNode url = new ObjectMapper().readTree(message).at("/message/params/request/url");
      if (url.asText().matches("(http|ws)s?:.*")) {
        hosts.add(String.valueOf(URI.create(url.asText()).getHost()));
      }
    }
    assertThat(hosts).hasSizeGreaterThan(8).containsOnly("127.0.0.1");
    assertThat(browser.complaints()).isEmpty();
  }

  private static String text(String subject, String selector) {
    return browser.text("[data-subject=%s] %s".formatted(subject, selector));
  }

  private static Object wave(String subject) {
    return browser.run(
        "return document.querySelector('[data-subject=%s] canvas').toDataURL()".formatted(subject));
  }
}
