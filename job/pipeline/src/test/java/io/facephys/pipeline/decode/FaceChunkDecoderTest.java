package io.facephys.pipeline.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facephys.pipeline.Subject;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MalformedMessageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceChunkDecoderTest {
  @ParameterizedTest
  @MethodSource("io.facephys.pipeline.decode.BadRecords#all")
  void badRecordIsRefusedWithWhatWasFoundAndExpected(BadRecords.Bad bad) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> FaceChunkDecoder.decode(bad.record()))
        .withMessageContaining(bad.reason())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(e.getMessage()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 300})
  void chunkOfAllowedLengthIsRead(int frames) throws Exception {
    Subject anna = Subject.of("anna", frames);

    assertThat(FaceChunkDecoder.decode(anna.chunk(0, frames).record()))
        .isEqualTo(anna.chunk(0, frames).avro());
  }

  @Test
  void fieldsAtTheirBoundsAreRead() throws Exception {
    FaceChunk chunk = Subject.of("ä".repeat(256), 1).chunk(0, 1).avro();
    chunk.setCameraId("c");
    chunk.setSequence(Long.MAX_VALUE - 1);
    chunk.setCaptureTimesMicros(List.of(0L));

    assertThat(FaceChunkDecoder.decode(Subject.record(chunk))).isEqualTo(chunk);
  }

  @Test
  void timesThatDoNotRiseAreRead() throws Exception {
    Subject anna = Subject.of("anna", 3).at(7, 7, 5);

    FaceChunk chunk = FaceChunkDecoder.decode(anna.chunk(0, 3).record());

    assertThat(chunk.getCaptureTimesMicros()).containsExactly(7L, 7L, 5L);
  }
}
