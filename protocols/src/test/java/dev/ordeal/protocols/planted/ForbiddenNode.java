package dev.ordeal.protocols.planted;

import dev.ordeal.protocols.planted.faultlab.PlantedLab;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;

/** Does whatever an algorithm must not do. Never run. */
final class ForbiddenNode {
  private ForbiddenNode() {}

  static Socket socket() throws IOException {
    return new Socket();
  }

  static void lock(final ReentrantLock lock) {
    lock.lock();
  }

  static void thread(final Thread thread) {
    thread.interrupt();
  }

  static long shared(final AtomicLong word) {
    return word.get();
  }

  static long monotonicClock() {
    return System.nanoTime();
  }

  static Instant wallClock() {
    return Instant.EPOCH;
  }

  static int unseeded() {
    return new Random().nextInt();
  }

  static double unseededDouble() {
    return Math.random();
  }

  static void log(final Logger logger) {
    logger.info("");
  }

  static double transcendental(final double x) {
    return Math.log(x);
  }

  static int lab() {
    return PlantedLab.ANSWER;
  }

  static PlantedLab labObject() {
    return new PlantedLab();
  }
}
