/** Encryption of stored state: keys and the cipher, without Flink. */
@NullMarked
package io.facephys.pipeline.encryption;

import org.jspecify.annotations.NullMarked;
