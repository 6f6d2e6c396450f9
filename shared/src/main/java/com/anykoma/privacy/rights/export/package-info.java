/**
 * A person's data as ZIP archives with a signed manifest (P22, P24). Read {@link
 * com.anykoma.privacy.rights.export.ExportService} first.
 */
@NullMarked
package com.anykoma.privacy.rights.export;

import org.jspecify.annotations.NullMarked;
