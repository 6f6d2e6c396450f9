/**
 * Terraform's files, its provider's schema and its plans, read and made without an account. Knows
 * nothing of what is deployed.
 */
@NullMarked
package com.anykoma.privacy.local.terraform;

import org.jspecify.annotations.NullMarked;
