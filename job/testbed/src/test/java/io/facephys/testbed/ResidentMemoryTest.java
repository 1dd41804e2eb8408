package io.facephys.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class ResidentMemoryTest {
  @Test
  void memoryOfThisJvmIsInBytes() {
    assertThat(ResidentMemory.bytes(ProcessHandle.current()).orElseThrow())
        .isBetween(20L << 20, 64L << 30);
  }

  @Test
  void endedProcessHasNone() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();

    assertThat(ResidentMemory.bytes(process.toHandle())).isEmpty();
  }
}
