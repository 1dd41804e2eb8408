package io.facephys.cli.capture;

import io.facephys.camera.FaceCropper;
import io.facephys.camera.face.CascadeFaceDetector;
import io.facephys.camera.face.YuNetFaceDetector;
import io.facephys.camera.video.TimeSource;
import io.facephys.camera.video.VideoInput;
import io.facephys.camera.video.VideoOptions;
import io.facephys.camera.video.VideoOptions.Pace;
import io.facephys.console.Interruption;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to read a video and find faces in it, on the command line. */
public final class VideoArguments {
  @Option(
      names = "--face-detector",
      paramLabel = "FILE",
      description =
          "Find faces with this YuNet model (ONNX) instead of OpenCV's cascade frontalface_alt2.")
  private @Nullable Path faceDetector;

  @Option(
      names = "--input-option",
      paramLabel = "KEY=VALUE",
      description =
          "Any option of FFmpeg's demuxer, for example --input-option framerate=60. May be repeated.")
  private Map<String, String> inputOptions = Map.of();

  @Option(
      names = "--times",
      paramLabel = "TIMES",
      description =
          "When pictures were taken: stream (the times that the input carries), arrival (when they come; for cameras only) or fps=N (so many are a second). Default: stream; arrival for a camera whose stream carries no times.")
  private @Nullable String times;

  /** Opens a video, which ends at Ctrl-C; {@code notices} are lines on what happens to it. */
  public VideoInput open(String input, Pace pace, Consumer<String> notices) {
    TimeSource source = times == null ? null : TimeSource.of(times);
    try {
      return VideoInput.open(
          input, new VideoOptions(pace, source, inputOptions, Interruption::requested, notices));
    } catch (LinkageError e) {
      throw withoutNatives(e);
    }
  }

  /**
   * Checks early that a file can be opened; other inputs are taken only once.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public void expect(String input) {
    if (VideoInput.isFile(input)) {
      open(input, Pace.AT_ONCE, notice -> {}).close();
    }
  }

  /** A cropper with the detector that was asked for. */
  public FaceCropper cropper() {
    try {
      return new FaceCropper(
          faceDetector == null ? new CascadeFaceDetector() : new YuNetFaceDetector(faceDetector));
    } catch (LinkageError e) {
      throw withoutNatives(e);
    }
  }

  static IllegalStateException withoutNatives(LinkageError e) {
    return new IllegalStateException(
        "this build holds OpenCV and FFmpeg for another kind of machine than %s, %s: build with -Dcamera.natives=..., for example linux-arm64 or macosx-arm64 (%s)"
            .formatted(
                System.getProperty("os.name"), System.getProperty("os.arch"), e.getMessage()),
        e);
  }
}
