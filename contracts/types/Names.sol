// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Names in the Directory.
bytes32 constant NAME_DIRECTORY = "directory";
bytes32 constant NAME_EVIDENCE_LOG = "evidenceLog";
bytes32 constant NAME_MEMBER_REGISTRY = "memberRegistry";
bytes32 constant NAME_ANCHOR_REGISTRY = "anchorRegistry";
bytes32 constant NAME_STATUS_REGISTRY = "statusRegistry";
bytes32 constant NAME_CLAIM_REGISTRY = "claimRegistry";

// Kinds of log records.
bytes32 constant KIND_ANCHOR = "yinzheng/log/anchor/v1";
bytes32 constant KIND_BURN = "yinzheng/log/burn/v1";
bytes32 constant KIND_STATUS = "yinzheng/log/status/v1";
bytes32 constant KIND_CLAIM = "yinzheng/log/claim/v1";
bytes32 constant KIND_MEMBER = "yinzheng/log/member/v1";
bytes32 constant KIND_DIRECTORY = "yinzheng/log/directory/v1";
bytes32 constant KIND_CONTINUE = "yinzheng/log/continue/v1";
bytes32 constant KIND_ADOPT = "yinzheng/log/adopt/v1";
