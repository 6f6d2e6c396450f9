/**
 * Everything on one machine: the deployed functions in the real framework, the bridge that feeds
 * them, and the command line. Never deployed.
 */
@NullMarked
package com.anykoma.privacy.local;

import org.jspecify.annotations.NullMarked;
