/** Cameras that send painted faces whose pulse is known. */
@NullMarked
package io.facephys.testbed.simulation;

import org.jspecify.annotations.NullMarked;
