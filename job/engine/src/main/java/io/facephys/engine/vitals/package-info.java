/**
 * Vital signs of a pulse wave: {@link io.facephys.engine.vitals.VitalsStep} makes beats, and a row
 * of rates and variability a second, from wave that arrives piece by piece.
 */
@NullMarked
package io.facephys.engine.vitals;

import org.jspecify.annotations.NullMarked;
