package io.facephys.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the job's jar holds for a cluster, and what it leaves to Flink. */
final class JobJarITCase {
  private static final Pattern LIBRARY = Pattern.compile(".*?([^/]+)\\.(so|a|dll|dylib|jnilib)");
  private static final Pattern MAVEN = Pattern.compile("META-INF/maven/(.+)/(.+)/pom.properties");

  /** Processors as ELF files name them. */
  private static final int X86_64 = 62;

  private static final int AARCH64 = 183;

  private static JarFile jar;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(PackagedJobITCase.JAR.toFile());
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  @Test
  void holdsWhatBuildsTheGraphAndTheDefaultWeights() {
    assertThat(
            List.of(
                "ai/onnx/proto/OnnxMl$GraphProto.class", "io/facephys/weights/pulse.weights.h5"))
        .allMatch(names(jar)::contains);
  }

  @Test
  void saysWhoseWorkItHolds() throws IOException {
    String notice = read("META-INF/THIRD-PARTY.txt");
    assertThat(notice).contains("com.google.protobuf:protobuf-java:", "io.jhdf:jhdf:");
    assertThat(jar.getEntry("META-INF/LICENSE-2.0.txt")).isNotNull();
    assertThat(names(jar))
        .map(MAVEN::matcher)
        .filteredOn(Matcher::matches)
        .map(found -> found.group(1) + ':' + found.group(2) + ':')
        .filteredOn(library -> !library.equals("io.facephys:facephys-pipeline:"))
        .isNotEmpty()
        .allSatisfy(library -> assertThat(notice).contains(library));
  }

  /** FFmpeg, which the commands for cameras need, is LGPL. */
  @Test
  void holdsNothingForCamerasAndNothingUnderTheGpl() throws IOException {
    assertThat(names(jar)).noneMatch(name -> name.startsWith("org/bytedeco/"));
    assertThat(read("META-INF/THIRD-PARTY.txt")).doesNotContain("GPL", "Lesser");
  }

  @Test
  void ofFlinkHoldsTheKafkaConnectorOnly() {
    assertThat(names(jar))
        .filteredOn(name -> name.startsWith("org/apache/flink/") && name.endsWith(".class"))
        .isNotEmpty()
        .allMatch(
            name ->
                name.startsWith("org/apache/flink/connector/kafka/")
                    || name.startsWith("org/apache/flink/streaming/connectors/kafka/")
                    || name.endsWith("/JSONKeyValueDeserializationSchema.class"));
  }

  /** Flink loads a job's classes before its own, so that their versions need not be Flink's. */
  @Test
  void sharesLibrariesWithFlinkOnlyWhereTheJobNeedsItsOwn() throws IOException {
    Set<String> classes = classes(jar);
    Set<String> shared = new TreeSet<>();
    for (String path : Files.readString(PackagedJobITCase.FLINK_CLASS_PATH).split(":", -1)) {
      try (JarFile flink = new JarFile(path)) {
        if (classes(flink).stream().anyMatch(classes::contains)) {
          shared.add(Path.of(path).getFileName().toString().replaceFirst("-\\d.*", ""));
        }
      }
    }
    assertThat(shared)
        .containsExactly(
            "commons-compress",
            "commons-io",
            "commons-lang3",
            "commons-math3",
            "lz4-java",
            "snappy-java");
  }

  @Test
  void nativeLibrariesAreForLinuxOnX86AndArm() throws IOException {
    assumeFalse(
        names(jar).stream().anyMatch(name -> name.contains("onnxruntime_providers_cuda")),
        "the build for GPUs is for x86-64 only");
    TreeMap<String, Set<Integer>> processors = new TreeMap<>();
    for (String name : names(jar)) {
      Matcher library = LIBRARY.matcher(name);
      if (library.matches()) {
        String plain = library.group(1).replaceFirst("-\\d.*", "");
        boolean first =
            processors.computeIfAbsent(plain, key -> new TreeSet<>()).add(processor(name));
        assertThat(first).as("%s is a second one for its processor", name).isTrue();
      }
    }
    assertThat(processors.keySet())
        .containsExactly(
            "liblz4-java",
            "libonnxruntime",
            "libonnxruntime4j_jni",
            "libsnappyjava",
            "libzstd-jni");
    assertThat(processors.values()).allMatch(Set.of(X86_64, AARCH64)::equals);
  }

  /** What an ELF file of 64 bits says it runs on. */
  private static int processor(String entry) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getJarEntry(entry))) {
      ByteBuffer header = ByteBuffer.wrap(in.readNBytes(20)).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(header.array()).as(entry).startsWith(0x7f, 'E', 'L', 'F', 2);
      return header.getShort(18);
    }
  }

  private static Set<String> names(JarFile file) {
    return file.stream().map(JarEntry::getName).collect(Collectors.toSet());
  }

  private static Set<String> classes(JarFile file) {
    return names(file).stream()
        .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
        .collect(Collectors.toSet());
  }

  private static String read(String entry) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getJarEntry(entry))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
