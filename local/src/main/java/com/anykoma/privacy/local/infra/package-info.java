/**
 * Holds what Terraform would deploy against the functions, the promises and the provider's schema,
 * without any account of Google Cloud.
 */
@NullMarked
package com.anykoma.privacy.local.infra;

import org.jspecify.annotations.NullMarked;
