/**
 * Removes metadata from images: the data that cameras, image generators and editors add to a file
 * and that can identify a person. Read {@link
 * com.anykoma.privacy.protection.metadata.MetadataStripper} first.
 */
@NullMarked
package com.anykoma.privacy.protection.metadata;

import org.jspecify.annotations.NullMarked;
