/** What is stored of a subject. */
@NullMarked
package io.facephys.pipeline.state;

import org.jspecify.annotations.NullMarked;
