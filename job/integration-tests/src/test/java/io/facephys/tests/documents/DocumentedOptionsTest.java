package io.facephys.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.facephys.cli.FacePhys;
import io.facephys.pipeline.arguments.JobCommandLine;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.schemas.CropContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.dag.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The documents name options that exist, and the defaults and limits that these have. */
class DocumentedOptionsTest {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w/-])--[a-zA-Z][a-zA-Z-]*");
  private static final Pattern COMMAND = Pattern.compile("\\./facephys( [a-z-]+)([^`|#\\n]*)");

  /** Options of other programs that the documents name. */
  private static final Set<String> FOREIGN =
      Set.of(
          // docker
          "--build",
          "--profile",
          "--scale",
          // Flink
          "--drain",
          "--fromSavepoint",
          "--job-classname",
          // Kafka
          "--add",
          "--allow-principal",
          "--bootstrap-server",
          "--command-config",
          "--group",
          "--operation",
          "--partition",
          "--resource-pattern-type",
          "--transactional-id",
          "--transactionalId",
          // Java
          "--add-modules");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docker/README.md",
        "docker/RUNBOOK.md",
        "docker/CAPACITY.md",
        "schemas/README.md",
        "schemas/ANALYSTS.md",
        "job/camera/README.md",
        "job/cli/README.md",
        "job/measure/README.md",
        "job/measure/VALIDATION.md"
      })
  void everyOptionOfADocumentExists(String document) throws IOException {
    Set<String> known = new TreeSet<>(FOREIGN);
    known.addAll(options(JobCommandLine.commandLine()));
    known.addAll(options(FacePhys.commandLine()));

    assertThat(options(text(document))).isSubsetOf(known);
    COMMAND.matcher(text(document)).results().forEach(DocumentedOptionsTest::assertThatItHasThem);
  }

  /** What follows a command are options of that command, and what follows {@code --} the job's. */
  private static void assertThatItHasThem(MatchResult written) {
    CommandLine command = FacePhys.commandLine();
    for (String word : (written.group(1) + written.group(2)).trim().split("\\s+", -1)) {
      if (!command.getSubcommands().containsKey(word)) {
        break;
      }
      command = command.getSubcommands().get(word);
    }
    String[] parts = written.group(2).split(" -- ", 2);
    Set<String> job = options(JobCommandLine.commandLine());
    assertThat(options(parts[0]))
        .as(written.group())
        .isSubsetOf(command.getCommandName().equals("job") ? job : options(command));
    assertThat(options(parts.length == 1 ? "" : parts[1])).as(written.group()).isSubsetOf(job);
  }

  static Stream<Arguments> sentences() {
    JobOptions job = JobOptions.of(KafkaOptions.DEFAULT);
    TimeRules time = job.time();
    RecordLimits limits = job.limits();
    long idle = time.idleTimeout().toMinutes();
    long wait = time.reordering().maxWait().toSeconds();
    long rate = Math.round(limits.frameRate().maxFrameRateHz());
    return Stream.of(
        sentence("README.md", "1 to %d frames of", CropContract.MAX_FRAMES),
        sentence("README.md", "reorders by up to %d s,", wait),
        sentence("README.md", "a state expires %d minutes after its last chunk", idle),
        sentence("README.md", "| `%s` (default) |", job.model().engine().engine()),
        sentence("README.md", "The default is `%s`", job.model().engine().provider()),
        sentence(
            "README.md",
            "**E%s** (default)",
            job.kafka().delivery().toString().substring(1).replace('-', ' ')),
        sentence("docker/README.md", "`--max-parallelism` (%d)", job.maxParallelism()),
        sentence("docker/README.md", "are '%s' by default", job.kafka().groupId()),
        sentence("docker/README.md", "are '%s' by default", job.kafka().transactionalIdPrefix()),
        sentence("docker/README.md", "deleted %d minutes after its last chunk", idle),
        sentence("docker/README.md", "the longest chunk, %d frames", CropContract.MAX_FRAMES),
        sentence("docker/RUNBOOK.md", "After %d minutes the states expire", idle),
        sentence("docker/RUNBOOK.md", "wait for missing ones (%d to 3.4 s)", wait),
        sentence("docker/CAPACITY.md", "`--max-parallelism` is %d", job.maxParallelism()),
        sentence("docker/CAPACITY.md", "at most %d", Transformation.UPPER_BOUND_MAX_PARALLELISM),
        sentence(
            "docker/flink/config.yaml",
            "execution.checkpointing.interval: %ds",
            JobOptions.CHECKPOINT_INTERVAL_SECONDS),
        sentence("schemas/README.md", "`--max-value-bytes` (%d MiB", limits.maxValueBytes() >> 20),
        sentence(
            "schemas/README.md",
            "at most %d s; the wave is marked",
            time.gaps().hold().toSeconds()),
        sentence("schemas/README.md", "more than %d cameras on a subject", limits.maxCameras()),
        sentence(
            "schemas/README.md",
            "everything that reached Kafka within %d s has been processed",
            wait),
        sentence(
            "schemas/README.md", "a gap of more than %d s,", time.gaps().restart().toSeconds()),
        sentence(
            "schemas/README.md",
            "more than %d minutes after, or",
            time.clockBounds().ahead().toMinutes()),
        sentence("schemas/README.md", "or %,d days before,", time.clockBounds().behind().toDays()),
        sentence("schemas/README.md", "After %d minutes without a chunk", idle),
        sentence("schemas/README.md", "may send %d frames a second", rate),
        sentence("schemas/README.md", "less than 1/%d s apart", 2 * rate));
  }

  private static Arguments sentence(String document, String words, Object value) {
    return arguments(document, words.formatted(value));
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void documentHasTheRealDefault(String document, String sentence) throws IOException {
    assertThat(text(document).replaceAll("\\s+", " ")).contains(sentence);
  }

  @ParameterizedTest
  @EnumSource
  void documentsListTheTopic(Topic topic) throws IOException {
    for (String document : new String[] {"README.md", "docker/README.md"}) {
      assertThat(text(document)).contains("| `%s` |".formatted(topic.defaultName()));
    }
    assertThat(text("docker/compose.yaml")).contains("--topic " + topic.defaultName());
  }

  @Test
  void composeGivesChunksTheJobsLimit() throws IOException {
    assertThat(text("docker/compose.yaml"))
        .contains(
            "face-chunks --partitions 8 --config max.message.bytes="
                + RecordLimits.DEFAULT.maxValueBytes());
  }

  private static Set<String> options(CommandLine command) {
    return Stream.concat(
            command.getCommandSpec().options().stream().map(option -> option.longestName()),
            command.getSubcommands().values().stream().flatMap(below -> options(below).stream()))
        .collect(Collectors.toSet());
  }

  private static Set<String> options(String text) {
    return OPTION.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static String text(String document) throws IOException {
    return Files.readString(Path.of(System.getProperty("facephys.root"), document));
  }
}
