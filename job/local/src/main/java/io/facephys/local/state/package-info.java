/** The commands {@code state ...}: what a savepoint holds of each subject. */
@NullMarked
package io.facephys.local.state;

import org.jspecify.annotations.NullMarked;
