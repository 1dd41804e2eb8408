/** JMH benchmarks of single parts. */
@NullMarked
package io.facephys.measure.jmh;

import org.jspecify.annotations.NullMarked;
