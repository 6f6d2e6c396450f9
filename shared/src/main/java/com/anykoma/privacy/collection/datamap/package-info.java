/**
 * The data map: all locations of personal data and the rules for each. Data outside these locations
 * is a violation. Start with {@link com.anykoma.privacy.collection.datamap.DataMap}.
 */
@NullMarked
package com.anykoma.privacy.collection.datamap;

import org.jspecify.annotations.NullMarked;
