/**
 * The live settings of the stores, compared every day with those that the promises need. Read
 * {@link com.anykoma.privacy.protection.settings.LiveSettings} first; {@code settings.yaml} lists
 * the expected settings.
 */
@NullMarked
package com.anykoma.privacy.protection.settings;

import org.jspecify.annotations.NullMarked;
