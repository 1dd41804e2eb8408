/**
 * Compares what cameras measured of people with a sensor that was worn beside: reads the sensor's
 * export, finds the offset of its clock, and reports how rates and beats agree.
 */
@NullMarked
package io.facephys.measure.validation;

import org.jspecify.annotations.NullMarked;
