/** Reducing what fails to the least that still fails, whatever it is made of. */
package dev.ordeal.faultlab.shrink;
