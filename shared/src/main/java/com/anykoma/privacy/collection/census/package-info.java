/**
 * The census: counts the data in the stores and reports collections, fields and objects that are
 * not in the data map. Start with {@link com.anykoma.privacy.collection.census.Census}.
 */
@NullMarked
package com.anykoma.privacy.collection.census;

import org.jspecify.annotations.NullMarked;
