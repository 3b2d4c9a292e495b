package dev.ordeal.faultlab.problem.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Runs;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.detector.heartbeat.AdaptiveHeartbeatSpec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The judge against one that looks at every nanosecond of a run, on many small random runs. */
class DetectionReferenceTest {
  private static final int SIZE = 3;
  private static final int END = 60;
  private static final int HEAL = 20;
  private static final int GRACE = 8;
  private static final int RUNS = 4_000;

  /** A run instant by instant: what is true from time t to t + 1. */
  private static final class Run {
    final boolean[][] isLive = new boolean[END][SIZE];
    final boolean[][][] suspects = new boolean[END][SIZE][SIZE];
    final int[][] lifeSince = new int[END][SIZE];
    long mistakes;
  }

  @Test
  void shouldJudgeAsOneThatLooksAtEveryInstant() {
    final Map<Property, Integer> seen = new EnumMap<>(Property.class);
    for (int index = 0; index < RUNS; index++) {
      final CounterRandom random = new CounterRandom(CounterRandom.hash(77, index));
      final DetectionJudge judge = new DetectionJudge(Runs.of(new AdaptiveHeartbeatSpec(), SIZE, HEAL, HEAL + GRACE));
      final Run run = play(judge, random);
      final Judgement judgement = judge.finish(END);
      final Set<Property> found =
          judgement.violations().stream()
              .map(Judgement.Violation::property)
              .filter(property -> !property.isSafety())
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(expected(run), found, "run " + index);
      assertEquals(run.mistakes, judgement.coverage().get("mistakes"), "run " + index);
      assertEquals(accuracyPpb(run), (double) judgement.samples().get("query-accuracy")[0], 1, "run " + index);
      found.forEach(property -> seen.merge(property, 1, Integer::sum));
    }
    for (final Property property : new DetectionProblem().properties()) {
      final int count = seen.getOrDefault(property, 0);
      assertTrue(property.isSafety() || (count > 20 && count < RUNS - 20), property + ": " + count);
    }
  }

  /** At most one event an instant, with nodes that mostly judge right, so that both outcomes are common. */
  private static Run play(final DetectionJudge judge, final CounterRandom random) {
    final Run run = new Run();
    for (int node = 0; node < SIZE; node++) {
      judge.onStart(0, node);
      run.isLive[0][node] = true;
    }
    for (int t = 1; t < END; t++) {
      run.isLive[t] = run.isLive[t - 1].clone();
      run.lifeSince[t] = run.lifeSince[t - 1].clone();
      for (int node = 0; node < SIZE; node++) {
        run.suspects[t][node] = run.suspects[t - 1][node].clone();
      }
      final int node = (int) random.nextLong(SIZE);
      final int watched = (node + 1 + (int) random.nextLong(SIZE - 1)) % SIZE;
      if (random.nextLong(40) == 0) {
        if (run.isLive[t][node]) {
          judge.onCrash(t, node);
        } else {
          judge.onStart(t, node);
        }
        run.isLive[t][node] ^= true;
        run.lifeSince[t][node] = t;
        run.suspects[t][node] = new boolean[SIZE];
      } else if (run.isLive[t][node]) {
        final boolean isRight = random.nextLong(30) != 0;
        final boolean suspects = isRight != run.isLive[t][watched];
        judge.onIndication(t, node, suspects ? Indication.SUSPECT : Indication.TRUST, watched, node);
        run.mistakes += suspects && !run.suspects[t][node][watched] && run.isLive[t][watched] ? 1 : 0;
        run.suspects[t][node][watched] = suspects;
      }
    }
    return run;
  }

  private static Set<Property> expected(final Run run) {
    final Set<Property> broken = new TreeSet<>();
    boolean isAllMisjudged = true;
    boolean isSomebodyLive = false;
    for (int watched = 0; watched < SIZE; watched++) {
      boolean isMisjudged = false;
      for (int t = 0; t < END; t++) {
        for (int node = 0; node < SIZE; node++) {
          if (isWrong(run, t, node, watched)) {
            broken.add(
                run.isLive[t][watched] ? Property.EVENTUAL_STRONG_ACCURACY : Property.STRONG_COMPLETENESS);
            isMisjudged |= run.isLive[t][watched] && t >= run.lifeSince[END - 1][watched];
          }
        }
        final boolean isLast = t == END - 1 || run.isLive[t + 1][watched] != run.isLive[t][watched];
        if (!run.isLive[t][watched] && isLast && isMissedByAll(run, t, watched)) {
          broken.add(Property.WEAK_COMPLETENESS);
        }
      }
      isSomebodyLive |= run.isLive[END - 1][watched];
      isAllMisjudged &= isMisjudged || !run.isLive[END - 1][watched];
    }
    if (isSomebodyLive && isAllMisjudged) {
      broken.add(Property.EVENTUAL_WEAK_ACCURACY);
    }
    return broken;
  }

  /** Whether each node that should have noticed by the end of a time down has failed at some time of it. */
  private static boolean isMissedByAll(final Run run, final int last, final int watched) {
    boolean isAsked = false;
    for (int node = 0; node < SIZE; node++) {
      if (node != watched && run.isLive[last][node] && last >= due(run, last, node, watched)) {
        isAsked = true;
        boolean hasFailed = false;
        for (int t = due(run, last, node, watched); t <= last; t++) {
          hasFailed |= isWrong(run, t, node, watched);
        }
        if (!hasFailed) {
          return false;
        }
      }
    }
    return isAsked;
  }

  private static boolean isWrong(final Run run, final int t, final int node, final int watched) {
    return node != watched
        && run.isLive[t][node]
        && run.suspects[t][node][watched] == run.isLive[t][watched]
        && t >= due(run, t, node, watched);
  }

  private static int due(final Run run, final int t, final int node, final int watched) {
    return Math.max(HEAL, Math.max(run.lifeSince[t][node], run.lifeSince[t][watched])) + GRACE;
  }

  private static double accuracyPpb(final Run run) {
    long all = 0;
    long right = 0;
    for (int t = 0; t < END; t++) {
      for (int node = 0; node < SIZE; node++) {
        for (int watched = 0; watched < SIZE; watched++) {
          if (node != watched && run.isLive[t][node] && run.isLive[t][watched]) {
            all++;
            right += run.suspects[t][node][watched] ? 0 : 1;
          }
        }
      }
    }
    return 1e9 * right / all;
  }
}
