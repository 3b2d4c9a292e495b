/**
 * What happened, again: running a recorded run a second time and showing it, and reducing a run that violates a
 * property to
 * the least plan that still does.
 */
package dev.ordeal.faultlab.replay;
