package io.facephys.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableTest {
  @Test
  void whatIsNotVisibleIsWrittenOut() {
    assertThat(Printable.of("\033[2J\u009b1m\r\n\t\u2028\u202e\u200b\ud800"))
        .isEqualTo("\\u001b[2J\\u009b1m\\u000d\\u000a\\u0009\\u2028\\u202e\\u200b\\ud800");
  }

  @Test
  void lettersOfAnyScriptStay() {
    assertThat(Printable.of("Zoë 测试 😀 50 % \\")).isEqualTo("Zoë 测试 😀 50 % \\");
  }

  @Test
  void aLongTextKeepsItsBeginningAndItsEnd() {
    assertThat(Printable.of("a".repeat(250) + "-left", 12)).isEqualTo("aaaaa…a-left");
    assertThat(Printable.of("😀".repeat(4), 4)).isEqualTo("😀".repeat(4));
    assertThat(Printable.of("😀".repeat(5), 4)).isEqualTo("😀…😀😀");
  }
}
