package io.facephys.engine.onnx;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.Provider;
import io.facephys.engine.ProviderException;
import io.facephys.engine.models.PulseModels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderTest {
  @ParameterizedTest
  @EnumSource(names = {"CUDA", "TENSORRT"})
  void providerThatTheBuildLacksIsRefusedWithItsRemedies(Provider provider) {
    assumeFalse(
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA), "a build for GPUs");
    EngineOptions options = new EngineOptions(null, provider);

    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> PulseModels.load(ModelFiles.ofDefault(), options))
        .withMessageStartingWith(
            "provider %s is not in this build, whose ONNX Runtime has [CPU", provider)
        .withMessageEndingWith("]: build it with 'mvn -Pgpu package', or give --provider cpu");
  }
}
