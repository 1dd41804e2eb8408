package io.facephys.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/**
 * Marks a public type, or a package of them, that is public for the compiler only: other packages
 * of its module use it, other modules must not.
 */
@Documented
@Target({ElementType.TYPE, ElementType.PACKAGE})
public @interface Internal {}
