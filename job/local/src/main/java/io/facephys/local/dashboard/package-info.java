/** The live page: a small web server on this machine that shows what the job writes. */
@NullMarked
package io.facephys.local.dashboard;

import org.jspecify.annotations.NullMarked;
