package io.facephys.operations.cluster;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Sends and receives JSON over HTTP, as Flink's REST interface wants it. Its methods throw an
 * {@link IOException} if nobody answers, and an {@link IllegalStateException} if Flink answers with
 * an error.
 *
 * @param address such as {@code http://127.0.0.1:8081}
 */
record RestClient(String address) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

  JsonNode get(String path) throws IOException {
    return send(request(path).GET().build());
  }

  JsonNode post(String path, String body) throws IOException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(REQUEST_TIMEOUT);
  }

  private static JsonNode send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 400) {
        throw new IllegalStateException(
            "%s answered %d: %s"
                .formatted(request.uri(), response.statusCode(), reason(response.body())));
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The last of the errors in Flink's answer, without the stack trace. */
  private static String reason(String body) throws IOException {
    JsonNode errors = JSON.readTree(body).path("errors");
    String last = errors.isEmpty() ? body : errors.get(errors.size() - 1).asText();
    return last.lines().filter(line -> !line.startsWith("\t")).limit(2).collect(joining(" "));
  }
}
