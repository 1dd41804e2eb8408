package io.facephys.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InnermostCauseTest {
  @Test
  void innermostCauseIsTold() {
    List<String> stackTrace =
        List.of(
            "java.lang.RuntimeException: java.io.IOException: disk full",
            "\tat A.b(A.java:1)",
            "Caused by: java.lang.IllegalStateException: java.io.IOException: disk full",
            "\t... 3 more",
            "Caused by: java.io.IOException: disk full");

    assertThat(InnermostCause.in(stackTrace)).contains("java.io.IOException: disk full");
  }

  @Test
  void causeThatAlsoNamesFileOrRemedyIsTold() {
    List<String> stackTrace =
        List.of(
            "Caused by: java.lang.IllegalStateException: the job failed",
            "Caused by: ModelFormatException: model 'junk': cannot be read: INVALID",
            "Caused by: ModelFormatException: cannot be read: INVALID",
            "Caused by: ai.onnxruntime.OrtException: INVALID");

    assertThat(InnermostCause.in(stackTrace))
        .contains("ModelFormatException: model 'junk': cannot be read: INVALID");
  }

  @Test
  void withoutACauseThereIsNone() {
    assertThat(InnermostCause.in(List.of("java.io.IOException: alone"))).isEmpty();
  }
}
