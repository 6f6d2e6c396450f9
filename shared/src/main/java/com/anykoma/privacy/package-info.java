/** Types that all parts of the product share: subjects, purposes, plans, promises. */
@NullMarked
package com.anykoma.privacy;

import org.jspecify.annotations.NullMarked;
