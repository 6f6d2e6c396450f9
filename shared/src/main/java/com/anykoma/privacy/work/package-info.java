/**
 * Durable work: an index of the records that are due, handed out with leases, and scans through a
 * store, page by page. State guarantees the progress; a task that is lost or delivered twice
 * changes nothing. Read {@link com.anykoma.privacy.work.DueIndex} and {@link
 * com.anykoma.privacy.work.Scans} first.
 */
@NullMarked
package com.anykoma.privacy.work;

import org.jspecify.annotations.NullMarked;
