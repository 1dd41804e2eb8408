package io.facephys.testbed;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Main class of a {@link ChildJvm}: runs the program's own main class, and ends the JVM when its
 * standard input ends, that is when the parent closes it or has ended.
 */
final class ChildMain {
  private ChildMain() {}

  /** Arguments: the program's main class, then the program's arguments. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread watcher = new Thread(ChildMain::haltWithParent, "parent-watcher");
    watcher.setDaemon(true);
    watcher.start();
    Object programArguments = Arrays.copyOfRange(arguments, 1, arguments.length);
    Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, programArguments);
  }

  private static void haltWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // A broken pipe means the same as its end: the parent is gone.
    }
    // What the program wrote is temporary, so an orderly shutdown would only take time.
    Runtime.getRuntime().halt(0);
  }
}
