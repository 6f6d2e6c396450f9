/**
 * Runs Terraform without an account and reads its plans. It is independent of this project's
 * deployment. Start with {@link com.anykoma.privacy.infra.terraform.Terraform}.
 */
@NullMarked
package com.anykoma.privacy.infra.terraform;

import org.jspecify.annotations.NullMarked;
