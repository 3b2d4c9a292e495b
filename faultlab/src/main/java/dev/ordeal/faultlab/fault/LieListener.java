package dev.ordeal.faultlab.fault;

/** Hears of every lie of a Byzantine node, on the node's thread. */
@FunctionalInterface
public interface LieListener {
  /** What reaches {@code toId} is not what an honest node would have sent: nothing, something else, more, or later. */
  void onLie(int toId, FaultPlan.Behaviour behaviour);
}
