package io.facephys.pipeline.state;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/**
 * Marks a name that savepoints hold: of a class, or in a constant. It never changes, or the
 * savepoints of users could no longer be read.
 */
@Documented
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface Frozen {}
