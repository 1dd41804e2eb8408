package io.facephys.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Messages stay readable: never change the bytes that these tests compare with. */
class GoldenMessageTest {
  @Test
  void faceChunkEncodesToTheGoldenBytes() {
    assertThat(SingleObjectFormat.FACE_CHUNK.encode(Samples.faceChunk()))
        .containsExactly(Samples.faceChunkBytes());
  }

  @Test
  void pulseWaveformEncodesToTheGoldenBytes() {
    assertThat(SingleObjectFormat.PULSE_WAVEFORM.encode(Samples.pulseWaveform()))
        .containsExactly(Samples.pulseWaveformBytes());
  }

  @Test
  void goldenBytesDecodeToTheFaceChunk() throws MalformedMessageException {
    assertThat(SingleObjectFormat.FACE_CHUNK.decode(Samples.faceChunkBytes()))
        .isEqualTo(Samples.faceChunk());
  }

  @Test
  void goldenBytesDecodeToThePulseWaveform() throws MalformedMessageException {
    assertThat(SingleObjectFormat.PULSE_WAVEFORM.decode(Samples.pulseWaveformBytes()))
        .isEqualTo(Samples.pulseWaveform());
  }

  @Test
  void controlAndEventAreTheGoldenBytesBothWays() throws MalformedMessageException {
    assertThat(SingleObjectFormat.FACE_CONTROL.encode(Samples.faceControl()))
        .containsExactly(Samples.faceControlBytes());
    assertThat(SingleObjectFormat.FACE_CONTROL.decode(Samples.faceControlBytes()))
        .isEqualTo(Samples.faceControl());
    assertThat(SingleObjectFormat.FACE_EVENT.encode(Samples.faceEvent()))
        .containsExactly(Samples.faceEventBytes());
    assertThat(SingleObjectFormat.FACE_EVENT.decode(Samples.faceEventBytes()))
        .isEqualTo(Samples.faceEvent());
  }

  @Test
  void beatAndVitalSignsAreTheGoldenBytesBothWays() throws MalformedMessageException {
    assertThat(SingleObjectFormat.PULSE_BEAT.encode(Samples.pulseBeat()))
        .containsExactly(Samples.pulseBeatBytes());
    assertThat(SingleObjectFormat.PULSE_BEAT.decode(Samples.pulseBeatBytes()))
        .isEqualTo(Samples.pulseBeat());
    assertThat(SingleObjectFormat.VITAL_SIGNS.encode(Samples.vitalSigns()))
        .containsExactly(Samples.vitalSignsBytes());
    assertThat(SingleObjectFormat.VITAL_SIGNS.decode(Samples.vitalSignsBytes()))
        .isEqualTo(Samples.vitalSigns());
  }

  @Test
  void largestChunkOfTheContractComesBack() throws MalformedMessageException {
    byte[] pixels = new byte[CropContract.MAX_FRAMES * CropContract.FRAME_BYTES];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31);
    }
    FaceChunk chunk = Samples.faceChunk();
    chunk.setFrames(ByteBuffer.wrap(pixels));

    byte[] encoded = SingleObjectFormat.FACE_CHUNK.encode(chunk);

    assertThat(pixels).hasSize(300 * 3888);
    assertThat(SingleObjectFormat.FACE_CHUNK.decode(encoded)).isEqualTo(chunk);
  }
}
