package io.facephys.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.facephys.engine.Internal;
import io.facephys.pipeline.state.Frozen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may know whom. Maven keeps modules apart; this keeps packages inside them apart. */
@AnalyzeClasses(packages = "io.facephys", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  /** Every room, and what it may know of this project's rooms beside itself. */
  private static final Map<String, Set<String>> MODULES =
      Map.of(
          "schemas", Set.of(),
          "engine", Set.of(),
          "pipeline", Set.of("engine", "schemas"),
          "camera", Set.of("schemas"),
          "console", Set.of("engine", "pipeline", "schemas"),
          "testbed", Set.of("console", "engine", "pipeline", "schemas"),
          "operations", Set.of("console", "engine", "pipeline", "schemas", "testbed"),
          "measure", Set.of("console", "engine", "pipeline", "schemas", "testbed"),
          "cli",
              Set.of(
                  "camera",
                  "console",
                  "engine",
                  "measure",
                  "operations",
                  "pipeline",
                  "schemas",
                  "testbed"));

  /** Modules that others build on. */
  private static final Set<String> LIBRARIES = Set.of("engine", "pipeline");

  /** Commands; nothing but the launcher may know them, and those named here. */
  private static final List<String> COMMANDS =
      List.of(
          "io.facephys.cli.command..",
          "io.facephys.cli.infer..",
          "io.facephys.cli.check..",
          "io.facephys.cli.demo..",
          "io.facephys.cli.validate..",
          "io.facephys.operations.cluster.command..",
          "io.facephys.operations.savepoint..",
          "io.facephys.measure.accuracy..",
          "io.facephys.measure.speed..",
          "io.facephys.measure.validation..");

  @ArchTest
  static void theListOfModulesIsComplete(JavaClasses all) {
    assertThat(all.stream().map(ArchitectureTest::module).collect(Collectors.toSet()))
        .isEqualTo(MODULES.keySet());
  }

  @ArchTest
  static void modulesKnowOnlyThoseBelowThem(JavaClasses all) {
    MODULES.forEach(
        (module, below) ->
            noClasses()
                .that(inModule(module))
                .should()
                .dependOnClassesThat(
                    describe(
                        "are in modules other than " + below,
                        known ->
                            known.getPackageName().startsWith("io.facephys.")
                                && !module(known).equals(module)
                                && !below.contains(module(known))))
                .check(all));
  }

  private static DescribedPredicate<JavaClass> inModule(String module) {
    return describe("are in module " + module, known -> module(known).equals(module));
  }

  /**
   * The first part of the package below {@code io.facephys}; measure has a class of the kernel's.
   */
  private static String module(JavaClass known) {
    if (known.getName().startsWith("io.facephys.engine.kernel.KernelBenchmark")
        || known.getPackageName().contains(".jmh_generated")) {
      return "measure";
    }
    return known.getPackageName().split("\\.", -1)[2];
  }

  @ArchTest
  static void savepointsNameTheFrozenClassesAndNoOthers(JavaClasses all) throws IOException {
    Set<String> frozen =
        all.stream()
            .filter(known -> known.isAnnotatedWith(Frozen.class))
            .map(JavaClass::getName)
            .collect(Collectors.toSet());

    assertThat(namesInStoredSavepoints()).isEqualTo(frozen);
  }

  private static Set<String> namesInStoredSavepoints() throws IOException {
    Path folder = Path.of(System.getProperty("facephys.root"), "job/pipeline/src/test/resources");
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".savepoint")).toList()) {
        Pattern.compile("io\\.facephys[\\w.$]*")
            .matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
            .results()
            .forEach(name -> names.add(name.group()));
      }
    }
    return names;
  }

  @ArchTest
  static void publicTypesThatNoOtherModuleUsesAreInternal(JavaClasses all) {
    Set<String> used =
        all.stream()
            .flatMap(known -> known.getDirectDependenciesFromSelf().stream())
            .filter(use -> use.getTargetClass().getPackageName().startsWith("io.facephys."))
            .filter(use -> !module(use.getOriginClass()).equals(module(use.getTargetClass())))
            .map(use -> use.getTargetClass().getBaseComponentType().getName())
            .map(name -> name.replaceFirst("\\$.*", ""))
            .collect(Collectors.toSet());
    Set<String> unused = new TreeSet<>();
    Set<String> internal = new TreeSet<>();
    for (JavaClass known : all) {
      if (!LIBRARIES.contains(module(known))
          || !known.isTopLevelClass()
          || !known.getModifiers().contains(JavaModifier.PUBLIC)
          || known.isAnnotatedWith(Frozen.class)
          || known.isAnnotation()) {
        continue;
      }
      if (!used.contains(known.getName())) {
        unused.add(known.getName());
      }
      if (known.isAnnotatedWith(Internal.class)
          || known.getPackage().isAnnotatedWith(Internal.class)) {
        internal.add(known.getName());
      }
    }

    assertThat(internal).isEqualTo(unused);
  }

  @ArchTest
  static final ArchRule engineKnowsNeitherFlinkNorKafkaNorTheWire =
      noClasses()
          .that()
          .resideInAPackage("io.facephys.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "org.apache.avro..");

  @ArchTest
  static final ArchRule onePackageKnowsOnnxRuntime =
      classes()
          .that()
          .resideOutsideOfPackage("io.facephys.engine.onnx..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule theJobKnowsNoVideo =
      noClasses()
          .that()
          .resideInAnyPackage("io.facephys.engine..", "io.facephys.pipeline..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule onlyTheLauncherKnowsCommands =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.facephys.cli")
          .and()
          .resideOutsideOfPackages(COMMANDS.toArray(String[]::new))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COMMANDS.toArray(String[]::new));

  @ArchTest
  static final ArchRule nobodyKnowsTheLauncher =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.facephys.cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.facephys.cli");

  @ArchTest
  static final ArchRule onlyTestbedAndClusterStartProcesses =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.facephys.testbed", "io.facephys.operations.cluster")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ProcessBuilder.class, Process.class)
          .orShould()
          .callMethodWhere(target(owner(type(Runtime.class))).and(target(name("exec"))));

  @ArchTest
  static final ArchRule schemasKnowAvroAndItsJacksonOnly =
      classes()
          .that()
          .resideInAPackage("io.facephys.schemas..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.facephys.schemas..",
              "org.apache.avro..",
              "com.fasterxml.jackson..",
              "org.jspecify..",
              "java..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      SlicesRuleDefinition.slices().matching("io.facephys.(**)").should().beFreeOfCycles();
}
