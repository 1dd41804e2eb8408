package io.facephys.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The memory that a process has resident, as Linux counts it. */
public final class ResidentMemory {
  private static final String LINE = "VmRSS:";

  private ResidentMemory() {}

  /** Bytes; empty if the process has ended or the system does not have {@code /proc}. */
  public static OptionalLong bytes(ProcessHandle process) {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(LINE))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024) // it is in kB
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
