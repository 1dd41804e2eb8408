package io.facephys.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.vitals.AbsentReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AbsentReasonTextTest {
  @ParameterizedTest
  @EnumSource
  void everyReasonHasPlainWords(AbsentReason reason) {
    assertThat(AbsentReasonText.of(reason.name())).doesNotContain("_").contains(" ");
  }

  @Test
  void reasonOfANewerJobStaysAsItIs() {
    assertThat(AbsentReasonText.of("SOLAR_ECLIPSE")).isEqualTo("SOLAR_ECLIPSE");
    assertThat(AbsentReasonText.of(null)).isNull();
  }
}
