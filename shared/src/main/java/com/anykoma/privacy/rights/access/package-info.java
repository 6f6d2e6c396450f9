/** Access: opens sealed content for its owner. Read {@link ContentAccessService} first. */
@NullMarked
package com.anykoma.privacy.rights.access;

import org.jspecify.annotations.NullMarked;
