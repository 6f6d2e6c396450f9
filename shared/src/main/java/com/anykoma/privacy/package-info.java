/** The common words of the product: subjects, purposes, promises. Kept short on purpose. */
@NullMarked
package com.anykoma.privacy;

import org.jspecify.annotations.NullMarked;
