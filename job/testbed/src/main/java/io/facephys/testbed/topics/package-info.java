/** Creates, fills and reads topics of any Kafka, for tests and for commands. */
@NullMarked
package io.facephys.testbed.topics;

import org.jspecify.annotations.NullMarked;
