/**
 * How users give options: command line, environment and properties file. The commands share some of
 * the job's.
 */
@NullMarked
package io.facephys.pipeline.arguments;

import org.jspecify.annotations.NullMarked;
