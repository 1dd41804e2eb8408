package io.facephys.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import io.facephys.engine.ModelFormatException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OnnxSessionsTest {
  @ParameterizedTest
  @EnumSource(names = {"ORT_INVALID_PROTOBUF", "ORT_INVALID_GRAPH", "ORT_NO_MODEL", "ORT_FAIL"})
  void aModelThatCannotBeLoadedIsAtFault(OrtErrorCode code) {
    assertThat(OnnxSessions.failure(new OrtException(code, "no")))
        .isInstanceOf(ModelFormatException.class);
  }

  /** The job starts again after these, and not after a model that is at fault. */
  @ParameterizedTest
  @EnumSource(names = {"ORT_RUNTIME_EXCEPTION", "ORT_ENGINE_ERROR", "ORT_EP_FAIL"})
  void whatMayPassIsNotTheModelsFault(OrtErrorCode code) {
    assertThat(OnnxSessions.failure(new OrtException(code, "bad allocation")))
        .isNotInstanceOf(ModelFormatException.class)
        .hasMessageContaining("bad allocation");
  }
}
