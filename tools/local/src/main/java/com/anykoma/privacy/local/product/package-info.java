/** The sample data of any product. Read {@link SampleProduct} first. */
@NullMarked
package com.anykoma.privacy.local.product;

import org.jspecify.annotations.NullMarked;
