package io.facephys.local.view;

import io.facephys.engine.ModelFormatException;
import io.facephys.engine.ProviderException;
import java.io.PrintWriter;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints why a command failed: one line, or the stack trace if FACEPHYS_DEBUG is set. */
public final class ErrorReport implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    err.println("facephys: " + message(exception));
    if (System.getenv("FACEPHYS_DEBUG") != null) {
      exception.printStackTrace(err);
    } else {
      err.println("(set FACEPHYS_DEBUG=1 to see the stack trace)");
    }
    return commandLine.getCommandSpec().exitCodeOnExecutionException();
  }

  private static String message(Throwable exception) {
    Throwable reported = exception;
    while (reported instanceof ExecutionException && reported.getCause() != null) {
      reported = reported.getCause();
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
