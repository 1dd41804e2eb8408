/** What the job is told, validated: its options, their defaults and their limits. */
@NullMarked
package io.facephys.pipeline.config;

import org.jspecify.annotations.NullMarked;
