/** Where frames come from on one machine: painted faces and recorded clips. */
@NullMarked
package io.facephys.local.camera;

import org.jspecify.annotations.NullMarked;
