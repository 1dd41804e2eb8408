/** The commands {@code job}, {@code produce} and {@code watch}, which work with any Kafka. */
@NullMarked
package io.facephys.cli.command;

import org.jspecify.annotations.NullMarked;
