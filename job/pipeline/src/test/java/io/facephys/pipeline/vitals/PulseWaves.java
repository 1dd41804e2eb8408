package io.facephys.pipeline.vitals;

import io.facephys.pipeline.record.SubjectWave;
import io.facephys.pipeline.record.WaveQuality;
import io.facephys.pipeline.record.Waveform;
import io.facephys.schemas.QualityReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Waves of a known rate, as operator {@code pulse} sends them. */
public final class PulseWaves {
  private PulseWaves() {}

  /** Waves of one second each, of a pulse that changes green more than red. */
  public static List<SubjectWave> of(String subjectId, String cameraId, double bpm, int seconds) {
    Random random = new Random(subjectId.hashCode() + 31L * cameraId.hashCode());
    List<SubjectWave> waves = new ArrayList<>();
    for (int second = 0; second <= seconds; second++) {
      long[] times = new long[30];
      float[] wave = new float[30];
      float[] colours = new float[90];
      for (int i = 0; i < 30; i++) {
        double at = second + i / 30.0 + 0.01;
        double phase = 2 * Math.PI * bpm / 60 * at;
        times[i] = 1_700_000_000_000_000L + Math.round(1e6 * at);
        wave[i] =
            (float) (Math.sin(phase) + 0.3 * Math.sin(2 * phase) + 0.03 * random.nextGaussian());
        for (int channel = 0; channel < 3; channel++) {
          double share = channel == 1 ? 0.008 : 0.003;
          colours[3 * i + channel] =
              (float) (0.5 - share * wave[i] + 0.0002 * random.nextGaussian());
        }
      }
      waves.add(SubjectWave.of(waveform(subjectId, cameraId, second, times, wave), colours));
    }
    return waves;
  }

  private static Waveform waveform(
      String subjectId, String cameraId, int sequence, long[] times, float[] wave) {
    WaveQuality quality = new WaveQuality(0, sequence, 0, 0, 30, new QualityReason[0]);
    return new Waveform(
        subjectId, cameraId, sequence, times, wave, "tiny", "", 30L * sequence, 0, quality, 0);
  }
}
