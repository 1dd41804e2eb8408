package io.facephys.pipeline.vitals;

import io.facephys.engine.vitals.Beat;
import io.facephys.engine.vitals.CameraVitals;
import io.facephys.engine.vitals.SubjectVitalsStep;
import io.facephys.engine.vitals.WavePiece;
import io.facephys.pipeline.metric.MicrosTimer;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.pipeline.record.SubjectWave;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.state.VitalsStates;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes vital signs, a row a second, and beats of a subject's waves, by {@link SubjectVitalsStep}.
 *
 * <p>Rows depend on the waves alone, not on the time at which they are processed: a replay gives
 * the same ones. What is stored of a camera goes when operator {@code pulse} removes its state.
 */
public final class VitalsFunction extends KeyedProcessFunction<String, SubjectWave, SubjectVitals> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(VitalsFunction.class);
  private static final long LOG_INTERVAL_MILLIS = 60_000;

  private transient VitalsStates states;
  private transient MicrosTimer step;
  private transient Counter rows;
  private transient Counter rates;
  private transient Counter beats;
  private transient Counter failures;
  private transient long nextLogMillis;

  @Override
  public void open(OpenContext context) {
    states = new VitalsStates(getRuntimeContext());
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    step = new MicrosTimer(metrics, "vitalsMicros");
    rows = metrics.counter("rows");
    rates = metrics.counter("rates");
    beats = metrics.counter("beats");
    failures = metrics.counter("vitalsFailed");
  }

  @Override
  public void processElement(SubjectWave message, Context context, Collector<SubjectVitals> out)
      throws Exception {
    Waveform wave = message.waveform();
    if (wave == null) {
      states.remove(List.of(message.removedCameras()));
    } else {
      step.run(() -> advance(wave, message.colours(), context, out));
    }
  }

  private void advance(
      Waveform wave, float[] colours, Context context, Collector<SubjectVitals> out)
      throws Exception {
    CameraVitals kept = states.camera(wave.cameraId());
    SubjectVitalsStep.Result result;
    try {
      WavePiece piece =
          new WavePiece(wave.quality().segment(), wave.captureTimesMicros(), wave.wave(), colours);
      result = SubjectVitalsStep.advance(wave.cameraId(), piece, kept, states.fusion());
    } catch (RuntimeException e) {
      startAnew(wave, context.timerService().currentProcessingTime(), e);
      return;
    }
    states.putCamera(wave.cameraId(), result.camera());
    if (!result.rows().isEmpty()) {
      states.putFusion(result.fusion());
    }
    for (Beat beat : result.beats()) {
      beats.inc();
      context.output(
          SubjectBeat.OUTPUT,
          new SubjectBeat(
              wave.subjectId(), wave.cameraId(), beat, wave.modelName(), wave.modelSha256()));
    }
    for (SubjectVitalsStep.Row row : result.rows()) {
      count(row);
      out.collect(
          new SubjectVitals(
              wave.subjectId(),
              row.cameraId(),
              row.cameras(),
              row.vitals(),
              wave.modelName(),
              wave.modelSha256()));
    }
  }

  /** Vital signs must not stop the waves: a camera on which they fail begins them anew. */
  private void startAnew(Waveform wave, long nowMillis, RuntimeException failure) throws Exception {
    states.remove(List.of(wave.cameraId()));
    failures.inc();
    if (nowMillis >= nextLogMillis) {
      nextLogMillis = nowMillis + LOG_INTERVAL_MILLIS;
      LOG.error(
          "Vital signs failed on the wave of sequence {} of a camera; its vital signs begin anew, its waves go on",
          wave.sequence(),
          failure);
    }
  }

  /** Counts the rows of single cameras. */
  private void count(SubjectVitalsStep.Row row) {
    if (row.cameraId() != null) {
      rows.inc();
      rates.inc(row.vitals().pulseRate().isPresent() ? 1 : 0);
    }
  }

  /** For tests. */
  long failures() {
    return failures.getCount();
  }
}
