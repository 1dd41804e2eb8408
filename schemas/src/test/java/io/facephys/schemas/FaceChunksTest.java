package io.facephys.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FaceChunksTest {
  @Test
  void eachSubjectAndCameraHasNumbersOfItsOwn() {
    FaceChunks chunks = new FaceChunks();
    List<Long> numbers = new ArrayList<>();
    for (String[] source :
        new String[][] {{"a", "c"}, {"a", "c"}, {"b", "c"}, {"a", "d"}, {"a\nc", ""}, {"a", "c"}}) {
      numbers.add(chunks.next(source[0], source[1], new long[1], frame()).getSequence());
    }
    assertThat(numbers).containsExactly(0L, 1L, 0L, 0L, 0L, 2L);
    assertThat(new FaceChunks().next("a", "c", new long[1], frame()).getSequence()).isZero();
  }

  @Test
  void chunkComesBackFromItsBytes() throws Exception {
    FaceChunk chunk = FaceChunks.numbered("subject-α", "camera", 7, new long[] {5}, frame());

    FaceChunk read =
        SingleObjectFormat.FACE_CHUNK.decode(SingleObjectFormat.FACE_CHUNK.encode(chunk));

    assertThat(read).isEqualTo(chunk);
    assertThat(read.getCaptureTimesMicros()).containsExactly(5L);
    assertThat(FaceChunks.key("α")).containsExactly(0xCE, 0xB1);
  }

  private static ByteBuffer frame() {
    return ByteBuffer.allocate(CropContract.FRAME_BYTES);
  }
}
