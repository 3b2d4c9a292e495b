package dev.ordeal.protocols.commit.twophase;

import dev.ordeal.protocols.commit.CommitConfig;
import dev.ordeal.protocols.commit.CommitSpec;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.Set;

/**
 * Two-phase commit: the coordinator asks all participants to vote, and decides by the votes.
 *
 * <p>Sources: Jim Gray, "Notes on Data Base Operating Systems", 1978, section 5.8.3.3; the variants from C. Mohan,
 * Bruce Lindsay, Ron Obermarck, "Transaction Management in the R* Distributed Database Management System", ACM
 * Transactions
 * on Database Systems 11(4), 1986, sections 2 to 4.
 *
 * <p>Model: asynchronous. Any node may crash at any point and come back; messages may be lost, repeated, late. Safety
 * needs no more than that what was forced is still there; an outcome needs everybody back. A participant in doubt is
 * blocked while the coordinator is away, which is not a violation but the price: {@link Property#NON_BLOCKING} is not
 * promised.
 *
 * <p>Three variants, by {@link Presumption}, each published under a name of its own.
 */
public class TwoPhaseSpec extends CommitSpec {
  private final String name;
  private final Presumption presumption;

  TwoPhaseSpec(final String name, final Presumption presumption) {
    this.name = name;
    this.presumption = presumption;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public String paper() {
    return presumption == Presumption.NOTHING
        ? "Gray, Notes on Data Base Operating Systems, 1978, section 5.8.3.3; as in Mohan, Lindsay and Obermarck,"
            + " Transaction Management in the R* Distributed Database Management System, 1986, section 2"
        : "Mohan, Lindsay and Obermarck, Transaction Management in the R* Distributed Database Management System,"
            + " 1986, section 3";
  }

  @Override
  public Set<Property> promises() {
    return SAFETY_AND_OUTCOME;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new TwoPhaseNode(context, CommitConfig.of(values), presumption);
  }
}
