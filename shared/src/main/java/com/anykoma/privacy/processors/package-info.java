/**
 * "Third-Party Services": the processors that handle personal data for the product, and the hosts
 * that the deployed functions may connect to.
 *
 * <ul>
 *   <li>P27: "AnyKoma uses trusted third-party services:"
 *   <li>P28: "These services have their own privacy policies and comply with applicable data
 *       protection regulations."
 * </ul>
 *
 * <p>Start at {@link com.anykoma.privacy.processors.register.Processors}.
 */
@NullMarked
package com.anykoma.privacy.processors;

import org.jspecify.annotations.NullMarked;
