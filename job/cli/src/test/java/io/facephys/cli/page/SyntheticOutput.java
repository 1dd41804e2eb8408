package io.facephys.cli.page;

import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.MessageFormat;
import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.schemas.VitalSigns;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes what the job would write of many subjects, in real time: each half second a wave of 15
 * frames, each second a row, and the beats. No model is needed for that.
 */
public final class SyntheticOutput implements AutoCloseable {
  private static final int CHUNK = 15;
  private static final double FRAME_RATE_HZ = 30;
  private static final int CHUNKS_PER_SECOND = 2;

  private final KafkaProducer<byte[], byte[]> producer;
  private final TopicNames topics;
  private final List<String> subjects;
  private final Set<String> withoutPulse;
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final long startMicros = // so that the first chunk is complete now
      System.currentTimeMillis() * 1000 - Math.round(1e6 / CHUNKS_PER_SECOND);
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private long chunk;

  /**
   * @param withoutPulse subjects whose rows have the reason NO_PULSE in place of a rate
   */
  public SyntheticOutput(
      Properties client, TopicNames topics, List<String> subjects, Set<String> withoutPulse) {
    this.producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    this.topics = topics;
    this.subjects = List.copyOf(subjects);
    this.withoutPulse = Set.copyOf(withoutPulse);
    Future<?> unused =
        clock.scheduleAtFixedRate(this::send, 0, 1000 / CHUNKS_PER_SECOND, TimeUnit.MILLISECONDS);
  }

  /** The subject's camera sends nothing more. */
  void silence(String subjectId) {
    silent.add(subjectId);
  }

  private void send() {
    for (int i = 0; i < subjects.size(); i++) {
      if (!silent.contains(subjects.get(i))) {
        send(i);
      }
    }
    chunk++;
  }

  private void send(int index) {
    String subject = subjects.get(index);
    double rateHz = (55 + index * 7 % 50) / 60.0;
    long first = chunk * CHUNK;
    send(Topic.PULSE_WAVEFORMS, subject, SingleObjectFormat.PULSE_WAVEFORM, wave(subject, rateHz));
    long beat = (long) Math.ceil(first / FRAME_RATE_HZ * rateHz);
    if (beat < (first + CHUNK) / FRAME_RATE_HZ * rateHz && !withoutPulse.contains(subject)) {
      send(Topic.PULSE_BEATS, subject, SingleObjectFormat.PULSE_BEAT, beat(subject, beat / rateHz));
    }
    if (chunk % CHUNKS_PER_SECOND == 0) {
      send(Topic.VITAL_SIGNS, subject, SingleObjectFormat.VITAL_SIGNS, row(subject, rateHz));
    }
  }

  private <T extends SpecificRecord> void send(
      Topic topic, String subject, MessageFormat<T> format, T value) {
    Future<?> unused =
        producer.send(
            new ProducerRecord<>(
                topics.of(topic),
                subject.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                format.encode(value)));
  }

  private PulseWaveform wave(String subject, double rateHz) {
    long first = chunk * CHUNK;
    double height = withoutPulse.contains(subject) ? 0.05 : 1;
    List<Float> samples = new ArrayList<>();
    IntStream.range(0, CHUNK)
        .mapToDouble(i -> 2 * Math.PI * rateHz * (first + i) / FRAME_RATE_HZ)
        .forEach(
            phase ->
                samples.add(
                    (float) (height * (Math.cos(phase) + 0.35 * Math.cos(2 * phase - 0.9)))));
    return PulseWaveform.newBuilder()
        .setSubjectId(subject)
        .setCameraId("camera-1")
        .setSequence(chunk)
        .setCaptureTimesMicros(
            LongStream.range(first, first + CHUNK)
                .mapToObj(i -> startMicros + Math.round(i * 1e6 / FRAME_RATE_HZ))
                .toList())
        .setWave(samples)
        .setModelName("synthetic")
        .setModelSha256("0".repeat(64))
        .setFramesBefore(first)
        .setReplacedIntervals(0)
        .setSegment(0)
        .setSegmentSeconds(first / FRAME_RATE_HZ)
        .setFramesDropped(0)
        .setGapSeconds(0)
        .setFrameRateHz(FRAME_RATE_HZ)
        .setReasons(List.of())
        .build();
  }

  private PulseBeat beat(String subject, double seconds) {
    return PulseBeat.newBuilder()
        .setSubjectId(subject)
        .setCameraId("camera-1")
        .setSegment(0)
        .setBeatTime(at(seconds))
        .setBeatTimeErrorMillis(4)
        .setConfirmed(true)
        .setModelName("synthetic")
        .setModelSha256("0".repeat(64))
        .setAlgorithm("synthetic 1")
        .build();
  }

  private VitalSigns row(String subject, double rateHz) {
    double end = chunk / (double) CHUNKS_PER_SECOND;
    double rate = 60 * rateHz + Math.sin(end / 9);
    boolean pulse = !withoutPulse.contains(subject);
    VitalSigns.Builder row =
        VitalSigns.newBuilder()
            .setSubjectId(subject)
            .setCameraId("camera-1")
            .setWindowStart(at(end - 10))
            .setWindowEnd(at(end))
            .setCoverage(1)
            .setFrameRateHz(FRAME_RATE_HZ)
            .setSegment(0L)
            .setVariabilityBeats(0)
            .setVariabilityAbsentReason("TOO_SHORT")
            .setSdnnAbsentReason("TOO_SHORT")
            .setRespirationAbsentReason("TOO_SHORT")
            .setCameras(1)
            .setModelName("synthetic")
            .setModelSha256("0".repeat(64))
            .setAlgorithm("synthetic 1");
    return pulse
        ? row.setPulseRateBpm(rate)
            .setPulseRateLowBpm(rate - 2.5)
            .setPulseRateHighBpm(rate + 2.5)
            .setBeatRateBpm(rate + 0.3)
            .setSignalQuality(0.97)
            .build()
        : row.setPulseRateAbsentReason("NO_PULSE")
            .setBeatRateAbsentReason("NO_PULSE")
            .setSignalQualityAbsentReason("NO_PULSE")
            .build();
  }

  private Instant at(double seconds) {
    return Instant.EPOCH.plus(startMicros + Math.round(seconds * 1e6), ChronoUnit.MICROS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    producer.close();
  }
}
