package io.facephys.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class ErrorReportTest {
  @Command(name = "facephys", subcommands = LargeClass.class)
  static final class Commands {
    @Command(name = "large-method")
    int largeMethod() {
      return new LargeClass().call();
    }
  }

  @Command(name = "large-class")
  static final class LargeClass implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"large-class", "large-method"})
  void commandWithTooLittleMemorySaysWhatToDo(String command) {
    StringWriter printed = new StringWriter();
    int exitCode =
        new CommandLine(new Commands())
            .setErr(new PrintWriter(printed))
            .setExecutionStrategy(ErrorReport::run)
            .setExecutionExceptionHandler(new ErrorReport())
            .execute(command);

    assertThat(exitCode).isEqualTo(1);
    assertThat(printed.toString())
        .startsWith(
            "facephys: this needs more memory than the JVM has (java.lang.OutOfMemoryError: Java heap space)")
        .contains("give it more, for example FACEPHYS_JAVA_OPTIONS=-Xmx4g (FACEPHYS_DEBUG=1 ");
  }

  @Command(name = "fail")
  static final class FailCommand implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new IllegalArgumentException(
          "subject '\033[2J' of http://me:s3cret@registry/\nis not known");
    }
  }

  @Test
  void oneLineSaysWhyWithoutPasswordsAndControlCharacters() {
    StringWriter printed = new StringWriter();
    new CommandLine(new FailCommand())
        .setErr(new PrintWriter(printed, true))
        .setExecutionExceptionHandler(new ErrorReport())
        .execute();

    assertThat(printed.toString().lines())
        .containsExactly(
            "facephys: subject '\\u001b[2J' of http://***@registry/ is not known (FACEPHYS_DEBUG=1 shows where)");
  }
}
