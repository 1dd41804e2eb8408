package io.facephys.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

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
  private static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters") {
        private static final long serialVersionUID = 1L;
      };

  private OneInputStreamOperatorTestHarness<RawRecord, ReceivedChunk> harness;

  @BeforeEach
  void open() throws Exception {
    ProcessFunction<RawRecord, ReceivedChunk> function = new DecodeFunction(DEAD_LETTERS);
    harness = ProcessFunctionTestHarnesses.forProcessFunction(function);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void goodRecordPassesAsItCame() throws Exception {
    RawRecord record = Subject.of("anna", 2).record(0, 2);

    harness.processElement(record, 0);

    ReceivedChunk passed = harness.extractOutputValues().get(0);
    assertThat(passed.subjectId()).isEqualTo("anna");
    assertThat(passed.record()).usingRecursiveComparison().isEqualTo(record);
    assertThat(harness.getSideOutput(DEAD_LETTERS)).isNull();
  }

  @ParameterizedTest
  @MethodSource("io.facephys.pipeline.BadRecords#all")
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
    harness.processElement(Subject.of("anna", 1).record(0, 1), 0);

    assertThat(harness.extractOutputValues())
        .extracting(ReceivedChunk::subjectId)
        .containsExactly("anna");
  }

  @ParameterizedTest(name = "captured at {0} us, record of {1} ms")
  @CsvSource({
    "5000999, 9000, 5000", // a moment after the capture
    "5000999, 5000, 5000",
    "5000999, 4999, 4999", // the camera's clock is ahead
    "5000999,   -1, 5000", // the record has no time of its own
  })
  void eventTimeIsTheCaptureTimeButNotLaterThanTheRecords(
      long capturedMicros, long recordMillis, long eventMillis) throws Exception {
    RawRecord good = Subject.of("anna", 2).at(capturedMicros - 33_000, capturedMicros).record(0, 2);
    RawRecord record =
        new RawRecord(good.topic(), 0, 0, recordMillis, good.key(), good.value(), good.headers());

    harness.processElement(record, 0);

    assertThat(harness.extractOutputValues().get(0).eventTimeMillis()).isEqualTo(eventMillis);
  }
}
