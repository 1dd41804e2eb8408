/** Opens a model file with the engine that runs it. */
@NullMarked
package io.facephys.engine.models;

import org.jspecify.annotations.NullMarked;
