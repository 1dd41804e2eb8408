/** The commands of the launcher that have no package of their own. */
@NullMarked
package io.facephys.local.command;

import org.jspecify.annotations.NullMarked;
