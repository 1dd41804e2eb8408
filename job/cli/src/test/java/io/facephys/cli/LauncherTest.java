package io.facephys.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code facephys}, in a clone of its own, with a Java and a Maven that only report. */
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; exit; fi
      echo "CLASSPATH=$CLASSPATH"
      echo "LC_ALL=${LC_ALL:-}"
      echo "umask=$(umask)"
      for argument; do echo "$argument"; done
      """;
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "[INFO] Building FacePhys in locale ${LC_ALL:-}"
      echo "$PWD/job/engine/target/new.jar" > job/cli/target/classpath
      """;

  @TempDir private Path folder;
  private Path clone;

  @BeforeEach
  void makeClone() throws IOException {
    folder = folder.toRealPath();
    clone = makeClone("clone");
    writeProgram(folder.resolve("jdk/bin/java"), JAVA);
    writeProgram(folder.resolve("bin/mvn"), MAVEN);
    Files.createDirectories(folder.resolve("tmp"));
  }

  @Test
  void aLinkStartsTheProgramThatItPointsTo() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("bin/pulse"), Path.of("facephys"));
    Files.createSymbolicLink(folder.resolve("bin/facephys"), clone.resolve("facephys"));

    assertThat(run(link, Map.of()))
        .contains("-Dfacephys.root=" + clone)
        .noneMatch(line -> line.contains("Building"));
  }

  @Test
  void aCloneThatWasCopiedIsBuiltAnew() throws Exception {
    Path copy = makeClone("copy");
    Files.copy(
        clone.resolve("job/cli/target/classpath"),
        copy.resolve("job/cli/target/classpath"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(run(copy.resolve("facephys"), Map.of()))
        .anyMatch(line -> line.startsWith("Building"))
        .contains(
            "CLASSPATH=%1$s/job/cli/target/classes:%1$s/job/engine/target/new.jar".formatted(copy));
  }

  @Test
  void aChangedDocumentNeedsNoBuild() throws Exception {
    Files.writeString(clone.resolve("schemas/README.md"), "new");

    assertThat(run(clone.resolve("facephys"), Map.of()))
        .noneMatch(line -> line.contains("Building"));
  }

  @Test
  void temporaryFilesGoToANewFolderOfTheOwner() throws Exception {
    Path temporary = temporaryFolder(run(clone.resolve("facephys"), Map.of()));
    Path next = temporaryFolder(run(clone.resolve("facephys"), Map.of()));

    assertThat(temporary).hasParent(folder.resolve("tmp")).isEmptyDirectory().isNotEqualTo(next);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary)))
        .isEqualTo("rwx------");
  }

  @Test
  void whatACommandWritesIsItsUsersOnly() throws Exception {
    assertThat(run(clone.resolve("facephys"), Map.of())).contains("umask=0077");
  }

  @Test
  void aFolderWhoseFilesMayNotBeExecutedIsNamedWithTheRemedy() throws Exception {
    Path noexec = Files.createDirectories(folder.resolve("noexec"));
    String mount = "mount -t tmpfs -o noexec tmpfs '%s'".formatted(noexec);
    assumeThat(inMountNamespace(mount)).as("this user may mount nothing").isEmpty();

    assertThat(
            inMountNamespace(
                "%s && TMPDIR='%s' '%s'".formatted(mount, noexec, clone.resolve("facephys"))))
        .containsExactly(
            "facephys: Java cannot load libraries from %s (is it mounted noexec?): set TMPDIR to a folder whose files may be executed"
                .formatted(noexec),
            "failed");
  }

  @Test
  void inAPlainCLocaleJavaReadsNamesOfAllScripts() throws Exception {
    assertThat(run(clone.resolve("facephys"), Map.of("LC_ALL", "C"))).contains("LC_ALL=C.UTF-8");
    assertThat(run(clone.resolve("facephys"), Map.of("LC_ALL", "C.utf8")))
        .contains("LC_ALL=C.utf8");
    Files.delete(clone.resolve("job/cli/target/classpath"));
    assertThat(run(clone.resolve("facephys"), Map.of("LC_ALL", "C")))
        .anyMatch(line -> line.contains("FacePhys in locale C.UTF-8"));
  }

  @Test
  void theKernelEngineHasItsVectorsHoweverItIsAskedFor() throws Exception {
    String vectors = "--add-modules=jdk.incubator.vector";
    String program = clone.resolve("facephys").toString();
    assertThat(run(List.of(program, "infer", "--engine=KERNEL"), Map.of())).contains(vectors);
    assertThat(run(List.of(program, "infer", "--engine", "kernel"), Map.of())).contains(vectors);
    assertThat(run(List.of(program, "infer"), Map.of("FACEPHYS_ENGINE", "kernel")))
        .contains(vectors);
    assertThat(run(List.of(program, "infer"), Map.of())).doesNotContain(vectors);
  }

  private List<String> inMountNamespace(String script) throws Exception {
    return run(List.of("sh", "-c", "unshare -rm sh -c \"$0\" || echo failed", script), Map.of());
  }

  private Path makeClone(String name) throws IOException {
    Path made = folder.resolve(name);
    Files.createDirectories(made.resolve("job/cli/target"));
    Files.createDirectories(made.resolve("schemas"));
    Files.createDirectories(made.resolve("weights"));
    Files.createFile(made.resolve("pom.xml"));
    Files.copy(Path.of(System.getProperty("facephys.root"), "facephys"), made.resolve("facephys"));
    Files.writeString(
        made.resolve("job/cli/target/classpath"), made.resolve("job/engine/target/old.jar") + "\n");
    return made;
  }

  private static void writeProgram(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path temporaryFolder(List<String> lines) {
    String option = "-Djava.io.tmpdir=";
    return Path.of(
        lines.stream()
            .filter(line -> line.startsWith(option))
            .findFirst()
            .orElseThrow()
            .substring(option.length()));
  }

  private List<String> run(Path program, Map<String, String> environment) throws Exception {
    return run(List.of(program.toString(), "watch"), environment);
  }

  private List<String> run(List<String> command, Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("TMPDIR", folder.resolve("tmp").toString());
    builder.environment().merge("PATH", folder.resolve("bin") + ":", (path, bin) -> bin + path);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    try (Stream<String> lines = process.inputReader().lines()) {
      return lines.toList();
    } finally {
      process.waitFor();
    }
  }
}
