/**
 * Removes metadata from images: what cameras, image generators and editors write into a file and
 * what tells whose image it is. Read {@link
 * com.anykoma.privacy.protection.metadata.MetadataStripper} first.
 */
@NullMarked
package com.anykoma.privacy.protection.metadata;

import org.jspecify.annotations.NullMarked;
