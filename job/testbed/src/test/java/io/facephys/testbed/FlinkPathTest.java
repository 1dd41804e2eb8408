package io.facephys.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.core.fs.FileSystem;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FlinkPathTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "sp ace", "zoë", "50%", "%41", "测试", "a#b?c"})
  void flinkWritesWhereItIsTold(String name) throws Exception {
    Path made = folder.resolve(name);
    org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path(FlinkPath.of(made));
    FileSystem.get(path.toUri()).mkdirs(path);

    assertThat(made).isDirectory();
    assertThat(folder).isDirectoryContaining(made::equals);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "sp ace", "zoë", "50%", "%41", "测试", "a#b?c"})
  void anAddressNamesTheSameFolderAsThePath(String name) throws Exception {
    Path made = Files.createDirectory(folder.resolve(name));

    assertThat(FlinkPath.toLocal(FlinkPath.of(made))).isEqualTo(made);
    assertThat(FlinkPath.toLocal(made.toUri().toString())).isEqualTo(made);
    assertThat(FlinkPath.toLocal("file://" + made)).isEqualTo(made);
    assertThat(FlinkPath.toLocal(made.toString())).isEqualTo(made);
  }
}
