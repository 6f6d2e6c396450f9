/**
 * "What Data We Collect": the closed list of stored data, and its comparison with the stores.
 *
 * <ul>
 *   <li>P2: "This article explains how AnyKoma handles your data, including the prompts you submit
 *       and the images you generate."
 *   <li>P11: "Email address"
 *   <li>P11: "Display name (optional)"
 *   <li>P11: "Subscription status and billing information"
 *   <li>P12: "Prompts you submit"
 *   <li>P12: "Generated images"
 *   <li>P12: "Characters and stories you save"
 *   <li>P12: "Feature usage patterns"
 *   <li>P13: "Device type and browser information"
 *   <li>P14: "IP address (for security purposes)"
 *   <li>P15: "Error logs for troubleshooting"
 * </ul>
 *
 * <p>Start at {@link com.anykoma.privacy.collection.datamap.DataMap}: it lists all locations of
 * personal data and the rules for each. {@link com.anykoma.privacy.collection.census.Census}
 * compares the stores with it.
 */
@NullMarked
package com.anykoma.privacy.collection;

import org.jspecify.annotations.NullMarked;
