// Which Solidity tests must fail with each mutant: a pattern of their names.
export const KILLERS = {
  "01-log-second-root-lost": "logRootEqualsReferenceTree",
  "02-log-merges-highest": "noLevelHoldsThreeRoots",
  "03-log-parent-swapped": "logRootEqualsReferenceTree",
  "04-log-carry-forgotten": "argeLogRootEqualsReferenceTree|logRootEqualsReferenceTree",
  "05-log-leaf-unprefixed": "leafIsWhatWasAppended",
  "06-log-leaf-without-block": "leafIsWhatWasAppended",
  "07-log-leaf-without-time": "leafIsWhatWasAppended",
  "08-log-written-by-anyone": "onlyWritersAppend",
  "09-log-unbounded": "logIsBounded",
  "10-log-takes-ether": "logHoldsNoEther",
  "11-log-layout-moved": "logLayoutIsPinned",
};
