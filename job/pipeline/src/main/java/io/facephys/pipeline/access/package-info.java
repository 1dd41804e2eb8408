/** Opens admin clients of Kafka, and says which right in Kafka is missing. */
@NullMarked
package io.facephys.pipeline.access;

import org.jspecify.annotations.NullMarked;
