package io.facephys.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FreePortTest {
  @Test
  void portIsNoneOfThoseThatAreTaken() throws IOException {
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < 2000; i++) { // so many that the system names some twice
      assertThat(taken.add(FreePort.otherThan(taken))).isTrue();
    }
  }
}
