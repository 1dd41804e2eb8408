/**
 * The Flink job: face chunks from Kafka become pulse waveforms. Start reading at {@link
 * io.facephys.pipeline.FacePhysJob}.
 */
@NullMarked
package io.facephys.pipeline;

import org.jspecify.annotations.NullMarked;
