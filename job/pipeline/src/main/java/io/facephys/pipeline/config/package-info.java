/** The job's options: arguments, environment, file. */
@NullMarked
package io.facephys.pipeline.config;

import org.jspecify.annotations.NullMarked;
