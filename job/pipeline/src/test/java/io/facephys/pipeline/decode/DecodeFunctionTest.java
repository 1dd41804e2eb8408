package io.facephys.pipeline.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.Subject;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.guard.KeptRecords;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.time.TimeRules;
import java.util.Arrays;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecodeFunctionTest {
  private static final OutputTag<DeadLetter> DEAD_LETTERS = DeadLetter.OUTPUT;

  private OneInputStreamOperatorTestHarness<RawRecord, SubjectMessage> harness;

  @BeforeEach
  void open() throws Exception {
    ProcessFunction<RawRecord, SubjectMessage> function =
        new DecodeFunction(
            TimeRules.DEFAULT.clockBounds(), RecordLimits.DEFAULT, new KeptRecords());
    harness = ProcessFunctionTestHarnesses.forProcessFunction(function);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void goodRecordPassesAsItCame() throws Exception {
    RawRecord record = Subject.of("anna", 2).chunk(0, 2).record();

    harness.processElement(record, 0);

    SubjectMessage passed = harness.extractOutputValues().get(0);
    assertThat(passed.subjectId()).isEqualTo("anna");
    assertThat(passed.record()).usingRecursiveComparison().isEqualTo(record);
    assertThat(harness.getSideOutput(DEAD_LETTERS)).isNull();
  }

  @ParameterizedTest
  @MethodSource("io.facephys.pipeline.decode.BadRecords#all")
  void badRecordLeavesWholeWithItsReason(BadRecords.Bad bad) throws Exception {
    harness.processElement(bad.record(), 0);

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(harness.getSideOutput(DEAD_LETTERS))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getValue().record())
                  .usingRecursiveComparison()
                  .withEqualsForType(Arrays::equals, byte[].class) // byte by byte is slow
                  .isEqualTo(bad.record());
              assertThat(letter.getValue().reason()).contains(bad.reason());
            });
  }

  @Test
  void badRecordDoesNotStopTheNext() throws Exception {
    harness.processElement(BadRecords.all().findFirst().orElseThrow().record(), 0);
    harness.processElement(Subject.of("anna", 1).chunk(0, 1).record(), 0);

    assertThat(harness.extractOutputValues())
        .extracting(SubjectMessage::subjectId)
        .containsExactly("anna");
  }

  @ParameterizedTest(name = "captured at {0} us, record of {1} ms")
  @CsvSource({
    "5000999, 9000, 5000", // a moment after the capture
    "5000999, 5000, 5000",
    "5000999, 4999, 4999", // the camera's clock is ahead
  })
  void eventTimeIsTheCaptureTimeButNotLaterThanTheRecords(
      long capturedMicros, long recordMillis, long eventMillis) throws Exception {
    RawRecord good =
        Subject.of("anna", 2).at(capturedMicros - 33_000, capturedMicros).chunk(0, 2).record();
    RawRecord record =
        new RawRecord(good.topic(), 0, 0, recordMillis, good.key(), good.value(), good.headers());

    harness.processElement(record, 0);

    assertThat(harness.extractOutputValues().get(0).eventTimeMillis()).isEqualTo(eventMillis);
  }

  @ParameterizedTest(name = "captured at {0} ms, sent at {1} ms")
  @CsvSource({
    "400001, 100000, captured 300001 ms after its record was sent; 300000 ms are allowed",
    "0, 315360000001, captured 315360000001 ms before its record was sent; 315360000000 ms are",
  })
  void clockFarOffIsADeadLetter(long capturedMillis, long sentMillis, String reason)
      throws Exception {
    harness.processElement(sent(capturedMillis, sentMillis), 0);

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(harness.getSideOutput(DEAD_LETTERS))
        .singleElement()
        .satisfies(letter -> assertThat(letter.getValue().reason()).contains(reason));
  }

  @ParameterizedTest(name = "captured at {0} ms, read at {1} ms: {2}")
  @CsvSource({"1300000, 1000000, true", "1300001, 1000000, false", "4102444800000, 1000000, false"})
  void clockOfARecordWithoutATimeIsComparedWithTheTimeThatItIsRead(
      long capturedMillis, long nowMillis, boolean good) throws Exception {
    harness.setProcessingTime(nowMillis);
    harness.processElement(sent(capturedMillis, -1), 0);

    assertThat(harness.extractOutputValues()).hasSize(good ? 1 : 0);
    if (good) {
      assertThat(harness.extractOutputValues().get(0).eventTimeMillis()).isEqualTo(nowMillis);
    }
  }

  @ParameterizedTest
  @CsvSource({"400000, 100000", "0, 315360000000"})
  void clockWithinItsBoundsPasses(long capturedMillis, long sentMillis) throws Exception {
    harness.processElement(sent(capturedMillis, sentMillis), 0);

    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  private static RawRecord sent(long capturedMillis, long sentMillis) {
    RawRecord good = Subject.of("anna", 1).at(capturedMillis * 1000).chunk(0, 1).record();
    return new RawRecord(good.topic(), 0, 0, sentMillis, good.key(), good.value(), good.headers());
  }
}
