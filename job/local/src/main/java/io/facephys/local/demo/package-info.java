/** The demo: broker, Flink and simulated cameras on one machine. */
@NullMarked
package io.facephys.local.demo;

import org.jspecify.annotations.NullMarked;
