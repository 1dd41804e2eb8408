/**
 * The latest waves and vital signs received for each subject and camera, for the terminal, the page
 * and plots.
 */
@NullMarked
package io.facephys.cli.live;

import org.jspecify.annotations.NullMarked;
