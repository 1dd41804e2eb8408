/** From the job's results to Kafka records. */
@NullMarked
package io.facephys.pipeline.encode;

import org.jspecify.annotations.NullMarked;
