/** {@code facephys check}: whether what a camera sends keeps the contract. */
@NullMarked
package io.facephys.local.check;

import org.jspecify.annotations.NullMarked;
