package io.facephys.measure.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Expected figures: python3 job/measure/src/test/scripts/agreement_reference.py, NumPy 2.4 and
 * SciPy 1.17.1.
 */
final class AgreementTest {
  private static final Offset<Double> ROUNDING = within(1e-8);
  private static final List<PersonRates> PEOPLE =
      List.of(person(0, 12), person(1, 7), person(2, 20));

  private static PersonRates person(int number, int count) {
    List<RatePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double truth = 60 + 10 * number + 4 * Math.sin(i);
      double measured = truth + (number - 0.7) + 2 * Math.sin(i * i + number);
      double width = 0.02 + 0.01 * Math.cos(i + 0.1 * number);
      pairs.add(
          new RatePair(measured, truth, measured * Math.exp(-width), measured * Math.exp(width)));
    }
    return new PersonRates("person " + number, count + 3 * number, pairs);
  }

  @Test
  void figuresOfOnePersonAreThoseOfNumPyAndSciPy() {
    assertFigures(
        PEOPLE.subList(0, 1),
        -0.881068662,
        -3.738107241,
        1.975969918,
        1.471878906,
        1.650461854,
        0.897146084,
        100.0,
        41.666666667);
  }

  @Test
  void figuresOfSeveralPeopleCountEachPersonTheSame() {
    assertFigures(
        PEOPLE,
        0.339051557,
        -3.763570550,
        4.441673665,
        1.654655211,
        1.869086819,
        0.989640199,
        82.307692308,
        40.079365079);
  }

  private static void assertFigures(List<PersonRates> people, double... expected) {
    double[] figures =
        Arrays.stream(Agreement.values()).mapToDouble(measure -> measure.of(people)).toArray();
    assertThat(figures).containsExactly(expected, ROUNDING);
  }

  @Test
  void theSurestRatesAreTakenFromAllPeople() {
    double[] errors = Agreement.errorOfSurest(PEOPLE);

    assertThat(errors).hasSize(39);
    assertThat(new double[] {errors[0], errors[9], errors[38]})
        .containsExactly(new double[] {0.788042222, 1.788834446, 1.722632107}, ROUNDING);
  }

  @Test
  void fewPeopleHaveNoInterval() {
    assertThat(Agreement.MAE.estimate(PEOPLE).low()).isNaN();
    List<PersonRates> more = Stream.concat(PEOPLE.stream(), PEOPLE.stream()).toList();
    Estimate mae = Agreement.MAE.estimate(more);

    assertThat(mae.value()).isCloseTo(Agreement.MAE.of(PEOPLE), ROUNDING);
    assertThat(mae.low()).isLessThan(mae.value());
    assertThat(mae.high()).isGreaterThan(mae.value());
  }

  @Test
  void withoutARateThereAreNoFigures() {
    List<PersonRates> nobody = List.of(new PersonRates("quiet", 20, List.of()));

    assertThat(Agreement.COVERAGE.of(nobody)).isZero();
    assertThat(Arrays.stream(Agreement.values()).filter(m -> m != Agreement.COVERAGE))
        .allSatisfy(measure -> assertThat(measure.of(nobody)).isNaN());
  }

  @Test
  void beatsMatchAsInNumPyAndSciPy() {
    double[] truth = new double[40];
    double[] found = new double[36];
    double time = 0;
    for (int i = 0; i < truth.length; i++) {
      time += 0.8 + 0.05 * Math.sin(i);
      truth[i] = time;
      if (i >= 5) {
        found[i - 5] = time + 0.12 + 0.03 * Math.sin(3.0 * i);
      }
    }
    found[35] = truth[20] + 0.4; // one that is none
    Arrays.sort(found);
    BeatMatch match = BeatMatch.of(found, truth);

    assertThat(match.lagSeconds()).isCloseTo(0.119203465, ROUNDING);
    assertThat(match.matched()).isEqualTo(35);
    assertThat(match.f1()).isCloseTo(2.0 * 35 / (36 + 40), ROUNDING);
    assertThat(match.spreadSeconds()).isCloseTo(0.036095300, ROUNDING);
  }
}
