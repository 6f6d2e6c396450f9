/**
 * Expiry: deletes records that have reached the maximum age of their retention class, and truncates
 * the IP addresses in records before that. Read {@link
 * com.anykoma.privacy.retention.expiry.ExpiryService} first.
 */
@NullMarked
package com.anykoma.privacy.retention.expiry;

import org.jspecify.annotations.NullMarked;
