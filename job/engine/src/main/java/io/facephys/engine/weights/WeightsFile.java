package io.facephys.engine.weights;

import io.facephys.engine.ModelFormatException;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.exceptions.HdfException;
import java.util.Arrays;

/** An HDF5 file of float datasets (16, 32 or 64 bits), in memory. */
final class WeightsFile implements AutoCloseable {
  // The first eight bytes of an HDF5 file.
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

  private final HdfFile file;

  private WeightsFile(HdfFile file) {
    this.file = file;
  }

  static boolean isHdf5(byte[] file) {
    return Arrays.equals(
        SIGNATURE, 0, SIGNATURE.length, file, 0, Math.min(SIGNATURE.length, file.length));
  }

  static WeightsFile open(byte[] file) {
    if (!isHdf5(file)) {
      throw new ModelFormatException("the weights file is not an HDF5 file");
    }
    try {
      return new WeightsFile(HdfFile.fromBytes(file));
    } catch (RuntimeException e) { // jhdf throws exceptions of many kinds for damaged files
      throw damaged(e);
    }
  }

  /** The dataset at {@code path}, which must have {@code shape}. */
  Weight read(String path, int... shape) {
    try {
      Dataset dataset = file.getDatasetByPath("/" + path);
      if (!Arrays.equals(dataset.getDimensions(), shape)) {
        throw refuse(path, shape, "has shape " + Arrays.toString(dataset.getDimensions()));
      }
      Weight weight = Weight.of(floats(dataset, path, shape), shape);
      requireFinite(weight, path);
      return weight;
    } catch (ModelFormatException e) {
      throw e;
    } catch (HdfException e) {
      throw refuse(path, shape, "cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  private static float[] floats(Dataset dataset, String path, int[] shape) {
    Object data = dataset.getDataFlat();
    if (data instanceof float[] floats) {
      return floats;
    }
    if (data instanceof double[] doubles) {
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return floats;
    }
    throw refuse(path, shape, "holds " + dataset.getJavaType());
  }

  private static void requireFinite(Weight weight, String path) {
    for (float value : weight.values()) {
      if (!Float.isFinite(value)) {
        throw new ModelFormatException("the weights file has %s in '%s'".formatted(value, path));
      }
    }
  }

  private static ModelFormatException refuse(String path, int[] expected, String found) {
    return new ModelFormatException(
        "the weights file should have floats '%s' of shape %s, but it %s"
            .formatted(path, Arrays.toString(expected), found));
  }

  private static ModelFormatException damaged(RuntimeException e) {
    return new ModelFormatException(
        "the weights file is not readable as HDF5: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    file.close();
  }
}
