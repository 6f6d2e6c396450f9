/**
 * "Data Retention": how long data is stored, and the removal of deleted data.
 *
 * <ul>
 *   <li>P19: "Active account data is retained while your account is active"
 *   <li>P20: "Deleted content is removed from our systems within 30 days"
 *   <li>P21: "Some logs may be retained longer for security and abuse prevention"
 * </ul>
 *
 * <p>Start at {@link com.anykoma.privacy.retention.removal.RetentionService}: it carries out the
 * purge orders for deleted content. {@link com.anykoma.privacy.retention.residency.Residency}
 * computes when a removal has to start so that the last copy is deleted within 30 days. {@link
 * com.anykoma.privacy.retention.expiry.ExpiryService} deletes logs that have reached their maximum
 * age.
 */
@NullMarked
package com.anykoma.privacy.retention;

import org.jspecify.annotations.NullMarked;
