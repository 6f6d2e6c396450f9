/**
 * How long data is kept and when it is really gone: how long each store keeps what was deleted
 * restorable, when a removal has to start so that the last copy is gone in time, the orders to
 * remove and what removes, and the ageing of records.
 */
@NullMarked
package com.anykoma.privacy.retention;

import org.jspecify.annotations.NullMarked;
