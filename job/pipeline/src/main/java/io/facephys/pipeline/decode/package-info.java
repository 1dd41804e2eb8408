/** Checks Kafka records; they become messages of a subject, or dead letters. */
@NullMarked
package io.facephys.pipeline.decode;

import org.jspecify.annotations.NullMarked;
