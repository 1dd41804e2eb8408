/** Both ends of the job's topics: creating them, sending chunks, reading waves. */
@NullMarked
package io.facephys.local.kafka;

import org.jspecify.annotations.NullMarked;
