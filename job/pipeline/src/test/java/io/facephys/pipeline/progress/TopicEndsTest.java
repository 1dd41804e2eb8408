package io.facephys.pipeline.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.progress.TopicEnds.Ends;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopicEndsTest {
  private static final Ends ENDS = new Ends(500, Map.of(0, 10L), Map.of());
  private final ExecutionException refusal =
      new ExecutionException(new TopicAuthorizationException("face-chunks"));

  private final Answers answers = new Answers();
  private final TopicEnds ends = new TopicEnds(answers);

  /** Otherwise the last answer would hold time for ever, and no silent camera would expire. */
  @Test
  void lastAnswerIsForgottenWhenKafkaRefusesForAMinute() {
    answers.give(ENDS);
    ends.ask();
    answers.fail(refusal);

    ask(TopicEnds.MAX_REFUSALS - 1);
    assertThat(ends.latest()).isEqualTo(ENDS);
    ends.ask();
    assertThat(ends.latest()).isNull();
  }

  @Test
  void lastAnswerOutlivesAnOutage() {
    answers.give(ENDS);
    ends.ask();
    answers.fail(new ExecutionException(new TimeoutException("no broker answers")));

    ask(2 * TopicEnds.MAX_REFUSALS);
    assertThat(ends.latest()).isEqualTo(ENDS);
  }

  @Test
  void answerEndsTheCountOfRefusals() {
    answers.fail(refusal);
    ask(TopicEnds.MAX_REFUSALS - 1);
    answers.give(ENDS);
    ends.ask();
    answers.fail(refusal);

    ends.ask();
    assertThat(ends.latest()).isEqualTo(ENDS);
  }

  static List<Throwable> faults() {
    return List.of(
        new IllegalStateException("a fault in the client"),
        new NoClassDefFoundError("of a class loader that was closed"));
  }

  /** A thread pool drops a repeated task that throws, and says nothing. */
  @ParameterizedTest
  @MethodSource("faults")
  void kafkaIsAskedAgainAfterAnyFault(Throwable fault) throws Exception {
    answers.fail(fault);
    ends.start();
    answers.awaitQuestion();
    answers.give(ENDS);
    answers.awaitQuestion();
    ends.close();

    assertThat(ends.latest()).isEqualTo(ENDS);
  }

  private void ask(int times) {
    for (int i = 0; i < times; i++) {
      ends.ask();
    }
  }

  private static final class Answers implements TopicEnds.Question {
    private Ends answer = ENDS;
    private @Nullable Throwable failure;
    private int questions;

    synchronized void give(Ends next) {
      answer = next;
      failure = null;
    }

    synchronized void fail(Throwable next) {
      failure = next;
    }

    synchronized void awaitQuestion() throws InterruptedException {
      int before = questions;
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (questions == before && System.nanoTime() < deadline) {
        wait(100);
      }
    }

    @Override
    public synchronized Ends ask() throws ExecutionException {
      questions++;
      notifyAll();
      if (failure instanceof ExecutionException refused) {
        throw refused;
      }
      if (failure instanceof RuntimeException fault) {
        throw fault;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      return answer;
    }

    @Override
    public void close() {}
  }
}
