package io.facephys.measure.accuracy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A method and its number among those with the same label.
 *
 * @param seed from 1
 */
record SeededMethod(PulseMethod method, int seed) {
  static List<SeededMethod> number(List<? extends PulseMethod> methods) {
    Map<String, Integer> seen = new HashMap<>();
    return methods.stream()
        .map(method -> new SeededMethod(method, seen.merge(method.label(), 1, Integer::sum)))
        .toList();
  }
}
