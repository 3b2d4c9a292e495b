/**
 * What it looks like: charts described once and drawn twice (SVG files and an offline HTML page), space–time diagrams
 * of single runs, and tables for the terminal. Everything is drawn from the run folder alone.
 */
package dev.ordeal.faultlab.report;
