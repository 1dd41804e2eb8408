package io.facephys.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildJvmTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void closeEndsTheProgram() throws Exception {
    ProcessHandle child;
    try (ChildJvm jvm = start(Endless.class)) {
      jvm.await(() -> logged("started"), TIMEOUT);
      child = jvm.handle();
      assertThat(child.isAlive()).isTrue();
    }
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void programEndsWithItsParent() throws Exception {
    try (ChildJvm parent = start(Parent.class)) {
      parent.await(() -> logged("grandchild "), TIMEOUT);
      ProcessHandle grandchild = parent.handle().children().findFirst().orElseThrow();

      parent.handle().destroyForcibly(); // no chance to close anything

      grandchild.onExit().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void programIgnoresCtrlC() throws Exception {
    try (ChildJvm jvm = start(Endless.class)) {
      jvm.await(() -> logged("started"), TIMEOUT);
      String pid = String.valueOf(jvm.handle().pid());

      assertThat(new ProcessBuilder("kill", "-INT", pid).start().waitFor()).isZero();

      assertThat(jvm.awaitEnd(Duration.ofSeconds(1))).isFalse();
    }
  }

  @Test
  void programThatFailsIsReportedWithItsLog() throws Exception {
    try (ChildJvm jvm = start(Failing.class)) {
      assertThatThrownBy(() -> jvm.await(() -> false, TIMEOUT))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the test program ended with exit code 1")
          .hasMessageContaining("Index 1 out of bounds");
    }
  }

  private ChildJvm start(Class<?> main) throws IOException {
    return ChildJvm.start(command(main, folder), log(folder));
  }

  private static ChildJvm.JavaCommand command(Class<?> main, Path folder) {
    return new ChildJvm.JavaCommand(
        "the test program",
        System.getProperty("java.class.path"),
        List.of("-Xmx32m", "-XX:TieredStopAtLevel=1"),
        main.getName(),
        List.of(folder.toString()));
  }

  private boolean logged(String text) throws IOException {
    return Files.readString(log(folder)).contains(text);
  }

  private static Path log(Path folder) {
    return folder.resolve("log");
  }

  static final class Endless {
    public static void main(String[] arguments) throws InterruptedException {
      System.out.println("started");
      new CountDownLatch(1).await();
    }
  }

  static final class Parent {
    public static void main(String[] arguments) throws Exception {
      Path own = Files.createDirectory(Path.of(arguments[0], "grandchild"));
      ChildJvm grandchild = ChildJvm.start(command(Endless.class, own), log(own));
      grandchild.await(() -> Files.readString(log(own)).contains("started"), TIMEOUT);
      System.out.println("grandchild " + grandchild.handle().pid());
      new CountDownLatch(1).await();
    }
  }

  static final class Failing {
    public static void main(String[] arguments) {
      Objects.checkIndex(arguments.length, 0);
    }
  }
}
