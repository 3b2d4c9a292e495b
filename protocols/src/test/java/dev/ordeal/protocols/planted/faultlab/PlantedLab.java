package dev.ordeal.protocols.planted.faultlab;

/** Stands for a class of the lab. */
public final class PlantedLab {
  /** Something to depend on. */
  public static final int ANSWER = 42;
}
