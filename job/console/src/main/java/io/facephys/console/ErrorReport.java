package io.facephys.console;

import io.facephys.engine.ModelFormatException;
import io.facephys.engine.ProviderException;
import io.facephys.pipeline.access.KafkaAccessException;
import io.facephys.schemas.Credentials;
import java.io.PrintWriter;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Prints why a command failed, without passwords of addresses: one line, or the stack trace if
 * FACEPHYS_DEBUG is set.
 */
public final class ErrorReport implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    String message = printable(message(exception).replaceAll("\\s*\\R\\s*", " "));
    if (System.getenv("FACEPHYS_DEBUG") != null) {
      err.println("facephys: " + message);
      ExceptionUtils.stringifyException(exception)
          .lines()
          .forEach(line -> err.println(printable(line.replace("\t", "    "))));
    } else {
      err.println("facephys: %s (FACEPHYS_DEBUG=1 shows where)".formatted(message));
    }
    return commandLine.getCommandSpec().exitCodeOnExecutionException();
  }

  /**
   * Runs a command. If memory runs out, the command fails like others, with a line that says what
   * to do.
   *
   * @return its exit code
   */
  public static int run(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (OutOfMemoryError
        | StackOverflowError e) { // as picocli does if the command is a method
      throw new ExecutionException(parsed.commandSpec().commandLine(), e.toString(), e);
    }
  }

  /** The same problem with a printable message. */
  public static ParameterException printable(ParameterException problem) {
    String message = String.valueOf(problem.getMessage());
    return printable(message).equals(message)
        ? problem
        : new ParameterException(problem.getCommandLine(), printable(message), problem);
  }

  private static String printable(String line) {
    return Printable.of(Credentials.masked(line));
  }

  private static String message(Throwable exception) {
    if (exception instanceof ExecutionException
        && exception.getCause() instanceof VirtualMachineError error) {
      return "this needs more memory than the JVM has (%s): give it more, for example FACEPHYS_JAVA_OPTIONS=-Xmx4g"
          .formatted(error);
    }
    Throwable reported = ExceptionUtils.stripExecutionException(exception);
    if (reported instanceof KafkaException) {
      reported = KafkaAccessException.of(reported);
    }
    // Our own messages are complete; those of libraries mean little without the class.
    boolean own =
        reported instanceof IllegalArgumentException
            || reported instanceof IllegalStateException
            || reported instanceof ModelFormatException
            || reported instanceof ProviderException;
    return own && reported.getMessage() != null ? reported.getMessage() : reported.toString();
  }
}
