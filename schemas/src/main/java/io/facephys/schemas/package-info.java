/**
 * The wire contract: generated Avro records, their encoding, and the limits that a producer must
 * keep.
 */
@NullMarked
package io.facephys.schemas;

import org.jspecify.annotations.NullMarked;
