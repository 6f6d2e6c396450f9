/**
 * Takes out of files what would say whose they are: the metadata that cameras, image generators and
 * editors leave in an image. Knows bytes and no other feature.
 */
@NullMarked
package com.anykoma.privacy.deidentify;

import org.jspecify.annotations.NullMarked;
