/** The wire contract: generated Avro records, their encoding, and the limits a producer keeps. */
@NullMarked
package io.facephys.schemas;

import org.jspecify.annotations.NullMarked;
