package io.facephys.schemas;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;

/** A record of each schema, and its bytes as other programs encoded them. */
final class Samples {
  // Headers: python3 schemas/src/test/scripts/fingerprint.py schemas/src/main/avro/*.avsc
  // Bodies: node schemas/src/test/scripts/golden_bodies.mjs, with avsc 5.7.9
  private static final String FACE_CHUNK_HEX =
      "c3017e8dda73f53fee54"
          + "147375626a6563742dceb10a63616d2d37808080802004808082e288d2a306ea8886e288d2a306"
          + "00020402180001027f8081fdfeff0a141e";
  private static final String PULSE_WAVEFORM_HEX =
      "c301fe1e0f305ef3aa5c"
          + "147375626a6563742dceb10a63616d2d37808080802004808082e288d2a306ea8886e288d2a306"
          + "00040000003f0000a0bf000a6f776e2d31800163353636323362323761303363383233363131623734"
          + "393134363565313638326135613531633531393034653433633563646635303339623161346464646632"
          + "ac0202"
          + "06000000000000164004000000000000e83f0000000000803d4004041a00";
  private static final String FACE_CONTROL_HEX =
      "c301d15c1e30cfb52181" + "02147375626a6563742dceb106722d31";
  private static final String FACE_EVENT_HEX =
      "c30168130d9b7b6d48d0"
          + "02147375626a6563742dceb106722d31808082e288d2a306040a63616d2d370a63616d2d380006";
  private static final String PULSE_BEAT_HEX =
      "c3010199b4a8c672723c"
          + "147375626a6563742dceb10a63616d2d3706f2c083e288d2a306000000000000044002000000000052"
          + "8a4001000a6f776e2d3180016335363632336232376130336338323336313162373439313436356531"
          + "3638326135613531633531393034653433633563646635303339623161346464646632226661636570"
          + "6879732d766974616c732031";
  private static final String VITAL_SIGNS_HEX =
      "c30175ecb9db51652cfa"
          + "147375626a6563742dceb1020a63616d2d3780a6bdd888d2a306808082e288d2a306000000000000ec"
          + "3f020000000000803d400206020000000000d05140020000000000a051400200000000003052400002"
          + "0000000000e0514000020000000000803f40020000000000a040400200000000000029400048000212"
          + "544f4f5f53484f525400021c52415445535f444953414752454502000000000000ee3f000200000000"
          + "0000e83f020a6f776e2d31800163353636323362323761303363383233363131623734393134363565"
          + "3136383261356135316335313930346534336335636466353033396231613464646466322266616365"
          + "706879732d766974616c732031";

  private Samples() {}

  static byte[] faceChunkBytes() {
    return HexFormat.of().parseHex(FACE_CHUNK_HEX);
  }

  static byte[] pulseWaveformBytes() {
    return HexFormat.of().parseHex(PULSE_WAVEFORM_HEX);
  }

  static byte[] faceControlBytes() {
    return HexFormat.of().parseHex(FACE_CONTROL_HEX);
  }

  static byte[] faceEventBytes() {
    return HexFormat.of().parseHex(FACE_EVENT_HEX);
  }

  static FaceControl faceControl() {
    return FaceControl.newBuilder()
        .setAction(ControlAction.FORGET)
        .setSubjectId("subject-α")
        .setRequestId("r-1")
        .build();
  }

  static FaceEvent faceEvent() {
    return FaceEvent.newBuilder()
        .setKind(EventKind.FORGOTTEN)
        .setSubjectId("subject-α")
        .setRequestId("r-1")
        .setTimeMicros(1767225600000000L)
        .setCameraIds(List.of("cam-7", "cam-8"))
        .setWaitingChunks(3)
        .build();
  }

  static FaceChunk faceChunk() {
    byte[] pixels = {0, 1, 2, 127, -128, -127, -3, -2, -1, 10, 20, 30};
    return FaceChunk.newBuilder()
        .setSubjectId("subject-α")
        .setCameraId("cam-7")
        .setSequence(1L << 32)
        .setCaptureTimesMicros(List.of(1767225600000000L, 1767225600033333L))
        .setHeight(1)
        .setWidth(2)
        .setPixelFormat(PixelFormat.RGB8)
        .setFrames(ByteBuffer.wrap(pixels))
        .build();
  }

  static PulseWaveform pulseWaveform() {
    return PulseWaveform.newBuilder()
        .setSubjectId("subject-α")
        .setCameraId("cam-7")
        .setSequence(1L << 32)
        .setCaptureTimesMicros(List.of(1767225600000000L, 1767225600033333L))
        .setWave(List.of(0.5f, -1.25f))
        .setModelName("own-1")
        .setModelSha256("c56623b27a03c823611b7491465e1682a5a51c51904e43c5cdf5039b1a4dddf2")
        .setFramesBefore(150)
        .setReplacedIntervals(1)
        .setSegment(3)
        .setSegmentSeconds(5.5)
        .setFramesDropped(2)
        .setGapSeconds(0.75)
        .setFrameRateHz(29.5)
        .setReasons(List.of(QualityReason.GAP, QualityReason.FROZEN))
        .build();
  }

  static byte[] pulseBeatBytes() {
    return HexFormat.of().parseHex(PULSE_BEAT_HEX);
  }

  static byte[] vitalSignsBytes() {
    return HexFormat.of().parseHex(VITAL_SIGNS_HEX);
  }

  static PulseBeat pulseBeat() {
    return PulseBeat.newBuilder()
        .setSubjectId("subject-α")
        .setCameraId("cam-7")
        .setSegment(3L)
        .setBeatTime(micros(1767225600012345L))
        .setBeatTimeErrorMillis(2.5)
        .setIntervalMillis(842.25)
        .setConfirmed(true)
        .setModelName("own-1")
        .setModelSha256("c56623b27a03c823611b7491465e1682a5a51c51904e43c5cdf5039b1a4dddf2")
        .setAlgorithm("facephys-vitals 1")
        .build();
  }

  static VitalSigns vitalSigns() {
    return VitalSigns.newBuilder()
        .setSubjectId("subject-α")
        .setCameraId("cam-7")
        .setWindowStart(micros(1767225590000000L))
        .setWindowEnd(micros(1767225600000000L))
        .setCoverage(0.875)
        .setFrameRateHz(29.5)
        .setSegment(3L)
        .setPulseRateBpm(71.25)
        .setPulseRateLowBpm(70.5)
        .setPulseRateHighBpm(72.75)
        .setBeatRateBpm(71.5)
        .setRmssdMillis(31.5)
        .setRmssdRawMillis(33.25)
        .setPnn50Percent(12.5)
        .setVariabilityBeats(36)
        .setSdnnAbsentReason("TOO_SHORT")
        .setRespirationAbsentReason("RATES_DISAGREE")
        .setSignalQuality(0.9375)
        .setSpectralQuality(0.75)
        .setCameras(1)
        .setModelName("own-1")
        .setModelSha256("c56623b27a03c823611b7491465e1682a5a51c51904e43c5cdf5039b1a4dddf2")
        .setAlgorithm("facephys-vitals 1")
        .build();
  }

  private static Instant micros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
