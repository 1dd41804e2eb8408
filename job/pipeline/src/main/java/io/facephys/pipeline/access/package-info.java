/** Rights in Kafka: asking for them, and saying which one is missing. */
@NullMarked
package io.facephys.pipeline.access;

import org.jspecify.annotations.NullMarked;
