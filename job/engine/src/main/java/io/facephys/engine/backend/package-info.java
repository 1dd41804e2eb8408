/** Chooses the backend for a model file. */
@NullMarked
package io.facephys.engine.backend;

import org.jspecify.annotations.NullMarked;
