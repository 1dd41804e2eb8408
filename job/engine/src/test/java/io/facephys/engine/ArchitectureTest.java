package io.facephys.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** Which of the engine's packages may depend on which. */
@AnalyzeClasses(
    packages = "io.facephys.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule onlyItsBackendDependsOnOnnxRuntime =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.facephys.engine.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule onlyItsBackendDependsOnTheVectorApi =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.facephys.engine.kernel..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..");

  @ArchTest
  static final ArchRule onlyTheChoiceDependsOnEngines =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.facephys.engine.models", "io.facephys.engine.onnx", "io.facephys.engine.kernel")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.facephys.engine.onnx", "io.facephys.engine.kernel");

  @ArchTest
  static final ArchRule enginesDoNotDependOnTheirChoice =
      noClasses()
          .that()
          .resideInAnyPackage("io.facephys.engine.onnx", "io.facephys.engine.kernel")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.facephys.engine.models");

  @ArchTest
  static final ArchRule onlyRecordingFilesDependOnTheOptionalNpyLibrary =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.facephys.engine.recording.RecordingFiles")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jetbrains.bio..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      SlicesRuleDefinition.slices().matching("io.facephys.(**)").should().beFreeOfCycles();
}
