/**
 * When deleted data is really gone: how long each store keeps it restorable, and when a removal has
 * to start so that the last copy is gone in time.
 */
@NullMarked
package com.anykoma.privacy.retention;

import org.jspecify.annotations.NullMarked;
