// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Names in the Directory.
bytes32 constant NAME_DIRECTORY = "directory";
bytes32 constant NAME_EVIDENCE_LOG = "evidenceLog";
bytes32 constant NAME_MEMBER_REGISTRY = "memberRegistry";
bytes32 constant NAME_ANCHOR_REGISTRY = "anchorRegistry";
bytes32 constant NAME_STATUS_REGISTRY = "statusRegistry";
bytes32 constant NAME_CLAIM_REGISTRY = "claimRegistry";
bytes32 constant NAME_SEAL_REGISTRY = "sealRegistry";

// Kinds of log records.
bytes32 constant KIND_ANCHOR = "yinzheng/log/anchor/v1";
bytes32 constant KIND_BURN = "yinzheng/log/burn/v1";
bytes32 constant KIND_STATUS = "yinzheng/log/status/v1";
bytes32 constant KIND_CLAIM = "yinzheng/log/claim/v1";
bytes32 constant KIND_MEMBER = "yinzheng/log/member/v1";
bytes32 constant KIND_DIRECTORY = "yinzheng/log/directory/v1";
bytes32 constant KIND_CONTINUE = "yinzheng/log/continue/v1";
bytes32 constant KIND_ADOPT = "yinzheng/log/adopt/v1";
bytes32 constant KIND_SEAL = "yinzheng/log/seal/v1";

// Reserved typeIds: SHA-256("yinzheng/type/v1" ‖ 0x00 ‖ seal, seal-making, seal-use). A test compares them with src/proof/ids.ts.
bytes32 constant TYPE_SEAL = 0x2b7338beb9cb83ff90d6988e5386c78dfd01a44db52885c91ee37e422ef587bc;
bytes32 constant TYPE_SEAL_MAKING = 0x6784fb43dc6b07868375d364e68fe950a40105c70ccb53573ced46df6ef0d6ba;
bytes32 constant TYPE_SEAL_USE = 0x41d79908b506ff9e68a813bc2177710c1787b883c08243f28672d1a264f89e6c;
