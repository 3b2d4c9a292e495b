/**
 * Trust in the instrument: checks the fault layer against theory, and the machine against what the lab needs. What is
 * examined is handed in, so that a test can plant an error and see it caught.
 */
package dev.ordeal.faultlab.doctor;
