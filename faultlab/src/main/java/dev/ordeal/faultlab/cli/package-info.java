/**
 * The command line. Tables go to standard output, progress and complaints to standard error; each command has a class.
 */
package dev.ordeal.faultlab.cli;
