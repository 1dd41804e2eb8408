package io.facephys.pipeline.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the job's topics are called.
 *
 * @param byTopic a name for each topic, no two the same
 */
public record TopicNames(Map<Topic, String> byTopic) {
  /** The names that the documentation uses. */
  public static final TopicNames DEFAULT =
      new TopicNames(
          Arrays.stream(Topic.values())
              .collect(Collectors.toMap(topic -> topic, Topic::defaultName)));

  public TopicNames {
    byTopic = Collections.unmodifiableMap(new EnumMap<>(byTopic));
    int topics = Topic.values().length;
    if (byTopic.values().stream().distinct().count() < topics) {
      throw new IllegalArgumentException(
          "the topics are %s: %d different ones are needed"
              .formatted(
                  byTopic.values().stream()
                      .map("'%s'"::formatted)
                      .collect(Collectors.joining(", ")),
                  topics));
    }
  }

  /** The name of a topic. */
  public String of(Topic topic) {
    return byTopic.getOrDefault(topic, topic.defaultName());
  }

  /** The same names but for one. */
  public TopicNames with(Topic topic, String name) {
    Map<Topic, String> names = new EnumMap<>(byTopic);
    names.put(topic, name);
    return new TopicNames(names);
  }

  /** The same names with a prefix. */
  public TopicNames prefixed(String prefix) {
    return new TopicNames(
        Arrays.stream(Topic.values())
            .collect(Collectors.toMap(topic -> topic, topic -> prefix + of(topic))));
  }

  /** All names. */
  public List<String> all() {
    return List.copyOf(byTopic.values());
  }
}
