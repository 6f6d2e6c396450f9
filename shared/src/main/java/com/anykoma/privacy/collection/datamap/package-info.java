/**
 * The data map: every place where data about people is kept, and what may be done with the data
 * there. A place that the map does not name is a violation. Read {@link
 * com.anykoma.privacy.collection.datamap.DataMap} first.
 */
@NullMarked
package com.anykoma.privacy.collection.datamap;

import org.jspecify.annotations.NullMarked;
