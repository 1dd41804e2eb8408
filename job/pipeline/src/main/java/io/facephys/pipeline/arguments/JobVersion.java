package io.facephys.pipeline.arguments;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
public final class JobVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    @Nullable String version = JobVersion.class.getPackage().getImplementationVersion();
    return new String[] {"FacePhys on Flink " + (version == null ? "(not packaged)" : version)};
  }
}
