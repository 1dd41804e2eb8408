/** Which engine runs which model file. */
@NullMarked
package io.facephys.engine.backend;

import org.jspecify.annotations.NullMarked;
