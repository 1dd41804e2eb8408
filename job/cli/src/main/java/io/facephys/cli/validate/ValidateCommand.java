package io.facephys.cli.validate;

import io.facephys.camera.FaceCropper;
import io.facephys.camera.video.VideoInput;
import io.facephys.camera.video.VideoOptions;
import io.facephys.cli.capture.VideoArguments;
import io.facephys.console.Terminal;
import io.facephys.measure.accuracy.ModelMethod;
import io.facephys.measure.accuracy.PosMethod;
import io.facephys.measure.accuracy.PulseMethod;
import io.facephys.measure.validation.Camera;
import io.facephys.measure.validation.ReferenceReader;
import io.facephys.measure.validation.Validation;
import io.facephys.measure.validation.ValidationRecording;
import io.facephys.measure.validation.ValidationReport;
import io.facephys.measure.validation.ValidationResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys validate}: compares the pulse of a camera with that of a sensor. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compare the pulse that a camera sees with a finger oximeter or an ECG that was worn meanwhile: agreement, coverage, intervals and beats, as a page with plots.",
      "Several recordings: repeat --video (or --frames) and --reference for each.",
    })
public final class ValidateCommand implements Callable<Integer> {
  @ArgGroup(exclusive = false, multiplicity = "1..*")
  private List<RecordingArguments> recordings;

  @Mixin private ReferenceArguments reference;

  @Option(
      names = "--weights",
      paramLabel = "LABEL=FILE[,S.gz]",
      description =
          "Other weights (*.weights.h5), or an ONNX model and its initial state, to run beside the default weights and POS. May be repeated.")
  private List<String> weights = List.of();

  @Option(
      names = "--report",
      defaultValue = "validation",
      paramLabel = "FOLDER",
      description =
          "Write report.html, figures.json and seconds.csv to this folder. Default: ${DEFAULT-VALUE}.")
  private Path report;

  @Mixin private VideoArguments video;

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws IOException {
    List<PulseMethod> methods = new ArrayList<>();
    try {
      open(methods);
      List<ValidationRecording> all = new ArrayList<>();
      for (RecordingArguments recording : recordings) {
        all.add(read(recording, all.size() + 1));
      }
      Validation validation =
          new Validation(methods, what -> terminal.update(List.of("Computing " + what)));
      ValidationResult result = validation.run(all);
      ValidationReport.write(result, report);
      result.summary().forEach(terminal::print);
      terminal.print("Report: " + report.resolve(ValidationReport.PAGE));
    } finally {
      methods.forEach(PulseMethod::close);
    }
    return 0;
  }

  private void open(List<PulseMethod> methods) throws IOException {
    methods.add(ModelMethod.ofDefault());
    for (String argument : weights) {
      ModelMethod method = ModelMethod.parse(argument, methods);
      methods.add(method);
      if (method.seed() > 1) {
        throw new IllegalArgumentException(
            "--weights '%s': the label '%s' is taken; give each file its own"
                .formatted(argument, method.label()));
      }
    }
    methods.add(new PosMethod());
  }

  private ValidationRecording read(RecordingArguments recording, int number) throws IOException {
    String file = recording.video();
    Camera camera = file == null ? Camera.of(recording.readFrames()) : record(file);
    return new ValidationRecording(
        recording.name(),
        Objects.requireNonNullElse(recording.person(), "person " + number),
        camera,
        ReferenceReader.read(recording.reference(), reference.format(), camera),
        recording.aheadSeconds());
  }

  private Camera record(String file) {
    if (!VideoInput.isFile(file)) {
      throw new IllegalArgumentException(
          "--video '%s' is no file: record it to one first, beside the sensor".formatted(file));
    }
    try (VideoInput input = video.open(file, VideoOptions.Pace.AT_ONCE, terminal::print);
        FaceCropper cropper = video.cropper()) {
      terminal.print("%s: %s".formatted(input.name(), input.description()));
      return FaceRecorder.record(
          input,
          cropper,
          done ->
              terminal.update(
                  List.of(
                      "Pictures read: %d of about %d".formatted(done, input.expectedPictures()))));
    }
  }
}
