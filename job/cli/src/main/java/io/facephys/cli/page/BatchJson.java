package io.facephys.cli.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.facephys.cli.live.AbsentReasonText;
import io.facephys.cli.page.LiveView.ArrivedWave;
import io.facephys.cli.page.LiveView.Records;
import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.VitalSigns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch as the page reads it: all times in milliseconds since the epoch, short names. */
final class BatchJson {
  private static final JsonFactory JSON = new JsonFactory();

  private BatchJson() {}

  /**
   * What a batch begins with.
   *
   * @param nowMillis when it was made
   * @param lostAfterMillis a camera that is silent for longer is lost
   * @param problem what is wrong with records that could not be read; null if all could
   */
  record Head(long nowMillis, long lostAfterMillis, @Nullable String problem) {}

  /** One JSON object, UTF-8. */
  static byte[] write(Head head, Map<LiveBoard.Key, Records> views) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("now", head.nowMillis);
      json.writeNumberField("lostAfter", head.lostAfterMillis);
      json.writeStringField("problem", head.problem);
      json.writeArrayFieldStart("views");
      for (Map.Entry<LiveBoard.Key, Records> view : views.entrySet()) {
        view(json, view.getKey(), view.getValue());
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void view(JsonGenerator json, LiveBoard.Key key, Records records)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("subject", key.subjectId());
    json.writeStringField("camera", key.cameraId());
    json.writeArrayFieldStart("waves");
    for (ArrivedWave wave : records.waves()) {
      wave(json, wave);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("beats");
    for (PulseBeat beat : records.beats()) {
      json.writeNumber(Micros.of(beat.getBeatTime()) / 1000);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("trend"); // time, rate, low, high
    for (VitalSigns row : records.rows()) {
      json.writeStartArray();
      json.writeNumber(Micros.of(row.getWindowEnd()) / 1000);
      number(json, row.getPulseRateBpm());
      number(json, row.getPulseRateLowBpm());
      number(json, row.getPulseRateHighBpm());
      json.writeEndArray();
    }
    json.writeEndArray();
    if (!records.rows().isEmpty()) {
      row(json, records.rows().get(records.rows().size() - 1));
    }
    json.writeEndObject();
  }

  private static void wave(JsonGenerator json, ArrivedWave arrived) throws IOException {
    List<Long> times = arrived.wave().getCaptureTimesMicros();
    long first = times.get(0) / 1000;
    json.writeStartObject();
    json.writeNumberField("segment", arrived.wave().getSegment());
    json.writeNumberField("arrived", arrived.arrivedMillis());
    json.writeBooleanField("trusted", arrived.wave().getReasons().isEmpty());
    json.writeNumberField("first", first);
    json.writeArrayFieldStart("after"); // milliseconds after the first
    for (long time : times) {
      json.writeNumber(time / 1000 - first);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("wave"); // thousandths
    for (float sample : arrived.wave().getWave()) {
      json.writeNumber(Math.round(sample * 1000));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void row(JsonGenerator json, VitalSigns row) throws IOException {
    json.writeObjectFieldStart("row");
    json.writeNumberField("end", Micros.of(row.getWindowEnd()) / 1000);
    number(json, "coverage", row.getCoverage());
    number(json, "frameRate", row.getFrameRateHz());
    number(json, "rate", row.getPulseRateBpm());
    number(json, "low", row.getPulseRateLowBpm());
    number(json, "high", row.getPulseRateHighBpm());
    why(json, "rateWhy", row.getPulseRateAbsentReason());
    json.writeBooleanField("warmingUp", "WARMING_UP".equals(row.getPulseRateAbsentReason()));
    number(json, "beatRate", row.getBeatRateBpm());
    why(json, "beatRateWhy", row.getBeatRateAbsentReason());
    number(json, "rmssd", row.getRmssdMillis());
    why(json, "rmssdWhy", row.getVariabilityAbsentReason());
    number(json, "sdnn", row.getSdnnMillis());
    why(json, "sdnnWhy", row.getSdnnAbsentReason());
    number(json, "respiration", row.getRespirationRatePerMinute());
    why(json, "respirationWhy", row.getRespirationAbsentReason());
    number(json, "quality", row.getSignalQuality());
    why(json, "qualityWhy", row.getSignalQualityAbsentReason());
    json.writeNumberField("cameras", row.getCameras());
    json.writeStringField("model", row.getModelName());
    json.writeEndObject();
  }

  private static void why(JsonGenerator json, String name, @Nullable String reason)
      throws IOException {
    json.writeStringField(name, AbsentReasonText.of(reason));
  }

  private static void number(JsonGenerator json, String name, @Nullable Double value)
      throws IOException {
    json.writeFieldName(name);
    number(json, value);
  }

  private static void number(JsonGenerator json, @Nullable Double value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(Math.round(value * 1000) / 1000.0);
    }
  }
}
