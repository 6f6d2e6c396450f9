/**
 * Durable work: an index of due records, dispatched with leases, and scans through a store, page by
 * page. Stored state guarantees progress; a lost task is repeated and a duplicate changes nothing.
 * Read {@link com.anykoma.privacy.work.DueIndex} and {@link com.anykoma.privacy.work.Scans} first.
 */
@NullMarked
package com.anykoma.privacy.work;

import org.jspecify.annotations.NullMarked;
