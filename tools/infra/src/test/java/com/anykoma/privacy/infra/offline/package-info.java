/**
 * Tests of the Terraform files on machines where {@code terraform init} cannot fetch Google's
 * provider: a fake provider with its schema, and a check without Terraform. Start with {@link
 * com.anykoma.privacy.infra.offline.FakeProvider}.
 */
@NullMarked
package com.anykoma.privacy.infra.offline;

import org.jspecify.annotations.NullMarked;
