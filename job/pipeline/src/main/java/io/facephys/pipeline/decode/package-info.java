/** From a Kafka record to a subject's message, or to a dead letter. */
@NullMarked
package io.facephys.pipeline.decode;

import org.jspecify.annotations.NullMarked;
