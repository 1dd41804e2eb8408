/** The commands {@code cluster ...}. */
@NullMarked
package io.facephys.operations.cluster.command;

import org.jspecify.annotations.NullMarked;
