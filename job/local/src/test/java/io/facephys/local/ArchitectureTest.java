package io.facephys.local;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** Who may know whom. Maven keeps modules apart; this keeps packages inside them apart. */
@AnalyzeClasses(packages = "io.facephys", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule engineKnowsNeitherFlinkNorKafkaNorTheWire =
      noClasses()
          .that()
          .resideInAPackage("io.facephys.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "org.apache.kafka..",
              "org.apache.avro..",
              "io.facephys.schemas..",
              "io.facephys.pipeline..",
              "io.facephys.local..");

  @ArchTest
  static final ArchRule onePackageKnowsOnnxRuntime =
      classes()
          .that()
          .resideOutsideOfPackage("io.facephys.engine.onnx..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule nobodyKnowsLocal =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.facephys.local..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.facephys.local..");

  @ArchTest
  static final ArchRule theJobKnowsNoCamera =
      noClasses()
          .that()
          .resideInAnyPackage("io.facephys.engine..", "io.facephys.pipeline..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.facephys.camera..", "org.bytedeco..");

  @ArchTest
  static final ArchRule nobodyKnowsTheLauncher =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.facephys.local")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.facephys.local");

  @ArchTest
  static final ArchRule whatCommandsShareKnowsNoCommand =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.facephys.local.arguments..",
              "io.facephys.local.camera..",
              "io.facephys.local.cluster..",
              "io.facephys.local.kafka..",
              "io.facephys.local.view..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.facephys.local.bench..",
              "io.facephys.local.command..",
              "io.facephys.local.dashboard..",
              "io.facephys.local.demo..",
              "io.facephys.local.evaluate..",
              "io.facephys.local.operate..");

  @ArchTest
  static final ArchRule onlyClusterStartsProcesses =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.facephys.local.cluster..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ProcessBuilder.class, Process.class)
          .orShould()
          .callMethodWhere(target(owner(type(Runtime.class))).and(target(name("exec"))));

  @ArchTest
  static final ArchRule packagesOfLocalHaveNoCycles =
      SlicesRuleDefinition.slices().matching("io.facephys.local.(*)..").should().beFreeOfCycles();

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
