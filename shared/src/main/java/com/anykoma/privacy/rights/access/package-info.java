/**
 * Access: opens sealed content for its owner. Read {@link
 * com.anykoma.privacy.rights.access.ContentAccessService} first.
 */
@NullMarked
package com.anykoma.privacy.rights.access;

import org.jspecify.annotations.NullMarked;
