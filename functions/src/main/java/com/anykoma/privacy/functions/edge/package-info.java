/** Where bytes from outside become values: Stripe's webhook and Google's CloudEvents. */
@NullMarked
package com.anykoma.privacy.functions.edge;

import org.jspecify.annotations.NullMarked;
