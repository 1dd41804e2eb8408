package io.facephys.tests.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Where processes listen, as Linux shows it in {@code /proc}. */
final class ListeningSockets {
  private static final String LISTENING = "0A";

  private ListeningSockets() {}

  /** Addresses and ports in hexadecimal digits, as in {@code /proc/net/tcp}. */
  static List<String> of(List<ProcessHandle> processes) throws IOException {
    Set<String> sockets = new HashSet<>();
    for (ProcessHandle process : processes) {
      sockets.addAll(openFiles(process.pid()));
    }
    List<String> addresses = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields[3].equals(LISTENING) && sockets.contains("socket:[%s]".formatted(fields[9]))) {
          addresses.add(fields[1]);
        }
      }
    }
    return addresses;
  }

  private static List<String> openFiles(long pid) throws IOException {
    List<String> open = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/%d/fd".formatted(pid)))) {
      for (Path file : files.toList()) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          open.add(Files.readSymbolicLink(file).toString());
        }
      }
    }
    return open;
  }

  /** 127.0.0.1 as IPv4, or as IPv6 in four words with their bytes reversed. */
  static boolean isLoopback(String address) {
    return address.startsWith("0100007F:")
        || address.startsWith("0000000000000000FFFF00000100007F:");
  }
}
