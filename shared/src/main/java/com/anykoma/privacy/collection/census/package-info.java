/**
 * The census: counts what the stores hold and reports every collection, field and prefix that the
 * data map does not name. Read {@link com.anykoma.privacy.collection.census.Census} first.
 */
@NullMarked
package com.anykoma.privacy.collection.census;

import org.jspecify.annotations.NullMarked;
