package io.facephys.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CredentialsTest {
  @Test
  void noAddressShowsWhoMayUseIt() {
    assertThat(
            Credentials.masked(
                "cannot open 'rtsp://admin:s3cret@cam/1': (https://me:p@ss@host:81/a failed)"))
        .isEqualTo("cannot open 'rtsp://***@cam/1': (https://***@host:81/a failed)");
  }

  @Test
  void otherTextStays() {
    String text = "rtsp://cam/stream?at=you@home is not mail@example.org";
    assertThat(Credentials.masked(text)).isEqualTo(text);
  }
}
