/**
 * Access control: limits of requests and the record of reads by staff. Read {@link
 * com.anykoma.privacy.protection.access.RateLimiter} first.
 */
@NullMarked
package com.anykoma.privacy.protection.access;

import org.jspecify.annotations.NullMarked;
