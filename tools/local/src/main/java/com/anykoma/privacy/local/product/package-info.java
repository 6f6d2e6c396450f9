/**
 * The sample data that the demo and the served cloud write, for any product. Read {@link
 * com.anykoma.privacy.local.product.SampleProduct} first.
 */
@NullMarked
package com.anykoma.privacy.local.product;

import org.jspecify.annotations.NullMarked;
