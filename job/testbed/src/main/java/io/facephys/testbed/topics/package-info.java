/** Makes, fills and reads topics of any Kafka. */
@NullMarked
package io.facephys.testbed.topics;

import org.jspecify.annotations.NullMarked;
