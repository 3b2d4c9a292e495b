/**
 * Leader election by the failure detector Ω: paper, messages, link assumptions and divergences are those of {@link
 * dev.ordeal.protocols.detector.omega}. Model and promises: {@link
 * dev.ordeal.protocols.election.omega.OmegaElectionSpec}. There are no epochs: indications carry epoch 0, and nobody
 * stands for election.
 */
package dev.ordeal.protocols.election.omega;
