/** A Kafka broker of one's own, and both ends of the job's topics. */
@NullMarked
package io.facephys.local.kafka;

import org.jspecify.annotations.NullMarked;
