/** What a person runs on one machine: the launcher's commands, one class each. */
@NullMarked
package io.facephys.local;

import org.jspecify.annotations.NullMarked;
