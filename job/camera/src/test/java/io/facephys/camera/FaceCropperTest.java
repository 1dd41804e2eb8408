package io.facephys.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.camera.face.CascadeFaceDetector;
import io.facephys.camera.portrait.PortraitScene;
import io.facephys.schemas.CropContract;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FaceCropperTest {
  private static final int PICTURE_BYTES = 3 * PortraitScene.WIDTH * PortraitScene.HEIGHT;
  private static final double FRAME_RATE_HZ = 6; // each picture is searched

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void everyPaintedFaceHasACropInItsPlace(int people) {
    PortraitScene scene =
        PortraitScene.of(List.of(60.0, 70.0, 80.0, 90.0).subList(0, people), /* seed= */ 1);
    List<FaceCrop> crops = new ArrayList<>();
    try (FaceCropper cropper = new FaceCropper(new CascadeFaceDetector())) {
      for (int i = 0; i < 4; i++) {
        crops = cropper.crop(picture(scene, i / FRAME_RATE_HZ));
      }
    }
    assertThat(crops).hasSize(people);
    double place = (double) PortraitScene.WIDTH / people;
    TreeSet<Integer> places =
        crops.stream()
            .map(crop -> (int) ((crop.box().x() + crop.box().width() / 2) / place))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(places).hasSize(people);
    for (FaceCrop crop : crops) {
      double width = crop.box().width() / Math.min(200, 0.6 * place);
      assertThat(width).as("crop's width per face's").isBetween(0.9, 1.12);
      assertThat(mean(crop, 0)).as("red is more than blue").isGreaterThan(1.1 * mean(crop, 2));
    }
  }

  @Test
  void aPictureWithoutAFaceHasNoCrop() {
    try (FaceCropper cropper = new FaceCropper(new CascadeFaceDetector())) {
      ByteBuffer grey = ByteBuffer.allocateDirect(PICTURE_BYTES);
      for (int i = 0; i < PICTURE_BYTES; i++) {
        grey.put((byte) (100 + i % 7));
      }
      for (int i = 0; i < 4; i++) {
        assertThat(cropper.crop(picture(grey.flip(), i / FRAME_RATE_HZ))).isEmpty();
        grey.position(PICTURE_BYTES);
      }
    }
  }

  private static Picture picture(PortraitScene scene, double seconds) {
    byte[] rgb = new byte[PICTURE_BYTES];
    scene.paint(seconds, rgb);
    return picture(ByteBuffer.allocateDirect(PICTURE_BYTES).put(rgb).flip(), seconds);
  }

  private static Picture picture(ByteBuffer rgb, double seconds) {
    return new Picture(
        rgb,
        PortraitScene.WIDTH,
        PortraitScene.HEIGHT,
        3 * PortraitScene.WIDTH,
        Math.round(seconds * 1e6));
  }

  private static double mean(FaceCrop crop, int channel) {
    double sum = 0;
    for (int i = channel; i < CropContract.FRAME_BYTES; i += CropContract.CHANNELS) {
      sum += crop.rgb()[i] & 0xFF;
    }
    return sum / (CropContract.HEIGHT * CropContract.WIDTH);
  }
}
