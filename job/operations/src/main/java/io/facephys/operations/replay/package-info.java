/** The command {@code replay}, which sends the records of dead letters again. */
@NullMarked
package io.facephys.operations.replay;

import org.jspecify.annotations.NullMarked;
