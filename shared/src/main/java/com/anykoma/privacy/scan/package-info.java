/**
 * Scans through a store, page by page: each page is a task, and a record that is advanced by
 * compare-and-set makes sure that a page which is delivered twice leads to one next page. Read
 * {@link com.anykoma.privacy.scan.Scans} first.
 */
@NullMarked
package com.anykoma.privacy.scan;

import org.jspecify.annotations.NullMarked;
