/**
 * What messages and records mean. The SBE schemas that algorithms are written in are read when the lab starts; from
 * them every message prints, and every field can be altered, without a line of code for the algorithm.
 */
package dev.ordeal.faultlab.schema;
