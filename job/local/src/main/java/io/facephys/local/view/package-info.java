/** What a person sees: tables in the terminal and pictures of waves. */
@NullMarked
package io.facephys.local.view;

import org.jspecify.annotations.NullMarked;
