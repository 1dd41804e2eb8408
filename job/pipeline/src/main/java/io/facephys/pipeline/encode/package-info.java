/** Turns the job's results into Kafka records that their topics take. */
@NullMarked
package io.facephys.pipeline.encode;

import org.jspecify.annotations.NullMarked;
