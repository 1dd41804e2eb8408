package io.facephys.pipeline.arguments;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Reads Java properties files. */
final class PropertiesFile {
  private PropertiesFile() {}

  /**
   * All properties of a file.
   *
   * @param what names the file in the message, such as "the configuration file"
   * @throws IllegalArgumentException if it cannot be read
   */
  static Map<String, String> read(String what, Path file) {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("%s '%s' cannot be read: %s".formatted(what, file, e), e);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }
}
