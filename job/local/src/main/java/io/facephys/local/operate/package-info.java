/** The commands that run a Flink cluster of processes on this machine. */
@NullMarked
package io.facephys.local.operate;

import org.jspecify.annotations.NullMarked;
