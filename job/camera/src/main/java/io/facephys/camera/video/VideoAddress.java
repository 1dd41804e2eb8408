package io.facephys.camera.video;

import io.facephys.schemas.Credentials;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a user calls an input.
 *
 * @param text as it was given
 */
record VideoAddress(String text) {
  private static final String STANDARD_INPUT = "-";
  private static final String FILE_SCHEME = "file:";
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

  /** Without the password of an address. */
  String name() {
    return Credentials.masked(text);
  }

  boolean isStandardInput() {
    return text.equals(STANDARD_INPUT);
  }

  boolean isDevice() {
    return text.startsWith("/dev/video");
  }

  boolean isRtsp() {
    return text.startsWith("rtsp");
  }

  /** Whether it names a file of this machine. */
  boolean isFile() {
    return !isStandardInput() && !isDevice() && !isNetwork();
  }

  /** Whether it is an address of another machine. */
  boolean isNetwork() {
    return SCHEME.matcher(text).matches() && !text.startsWith(FILE_SCHEME);
  }

  /** As FFmpeg wants it; it would take a colon in a plain file name for a protocol. */
  String ffmpegName() {
    if (isStandardInput()) {
      return "pipe:0";
    }
    return isFile() ? FILE_SCHEME + path() : text;
  }

  private String path() {
    if (!text.startsWith(FILE_SCHEME)) {
      return text;
    }
    try {
      return Path.of(URI.create(text)).toString(); // %20 is a space
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return text.substring(FILE_SCHEME.length()); // no URI, but what FFmpeg takes for one
    }
  }
}
