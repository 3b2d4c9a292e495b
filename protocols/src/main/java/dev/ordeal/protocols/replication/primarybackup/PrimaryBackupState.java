package dev.ordeal.protocols.replication.primarybackup;

/** What a node is to the others. */
public enum PrimaryBackupState {
  /** Believes a lower node alive: hands requests on to the lowest, and takes its changes. */
  BACKUP,
  /** Believes no lower node alive: brings what it holds to the others, and lets requests wait. */
  TAKING_OVER,
  /** Answers reads by what it holds, and writes once every node it believes alive has taken them. */
  PRIMARY
}
