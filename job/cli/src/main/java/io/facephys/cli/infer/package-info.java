/**
 * The command {@code infer}: wave, vital signs and beats of recorded frames or of a video, without
 * Kafka and Flink.
 */
@NullMarked
package io.facephys.cli.infer;

import org.jspecify.annotations.NullMarked;
