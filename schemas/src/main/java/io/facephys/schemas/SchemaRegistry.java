package io.facephys.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry that speaks Confluent's REST API. Threads may share an instance.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">the
 *     API</a>
 */
public final class SchemaRegistry {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI address;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  /**
   * @param address where the API begins, such as {@code http://localhost:8081}; {@code
   *     https://USER:PASSWORD@HOST} signs in
   */
  public SchemaRegistry(URI address) {
    this.address = address;
  }

  /**
   * The number of a schema, which becomes the newest of its subject if it was not there.
   *
   * @throws IOException if the registry cannot be reached or refuses the schema
   */
  int register(String subject, Schema schema) throws IOException {
    String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions";
    String body = JSON.writeValueAsString(Map.of("schema", schema.toString()));
    return send(request(path).POST(BodyPublishers.ofString(body)), "id").asInt();
  }

  /**
   * The schema of a number.
   *
   * @throws IOException if the registry cannot be reached or does not know it
   */
  Schema schema(int id) throws IOException {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    String text = send(request("/schemas/ids/" + id).GET(), "schema").asText();
    try {
      Schema schema = new Schema.Parser().parse(text);
      schemas.put(id, schema);
      return schema;
    } catch (SchemaParseException e) {
      throw new IOException("schema %d of %s is not Avro".formatted(id, shown()), e);
    }
  }

  private HttpRequest.Builder request(String path) {
    URI uri = URI.create(shown() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/vnd.schemaregistry.v1+json");
    String user = address.getUserInfo();
    if (user != null) {
      byte[] signIn = user.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(signIn));
    }
    return request;
  }

  private JsonNode send(HttpRequest.Builder request, String field) throws IOException {
    HttpResponse<String> response;
    try {
      response = client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException("the schema registry %s does not answer: %s".formatted(shown(), e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking the schema registry " + shown(), e);
    }
    JsonNode value = field(response.body(), field);
    if (response.statusCode() != 200 || value == null) {
      throw new IOException(
          "the schema registry %s answers %d: %s"
              .formatted(shown(), response.statusCode(), response.body()));
    }
    return value;
  }

  private static @Nullable JsonNode field(String body, String name) {
    try {
      return JSON.readTree(body).get(name);
    } catch (JsonProcessingException e) {
      return null; // some proxy answers, not a registry
    }
  }

  /** The address without the password. */
  private String shown() {
    String text = address.toString();
    String user = address.getRawUserInfo();
    return (user == null ? text : text.replace(user + "@", "")).replaceFirst("/+$", "");
  }
}
