// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Signed} from "./access/Signed.sol";
import {IClaimRegistry} from "./interfaces/IClaimRegistry.sol";
import {IDirectory} from "./interfaces/IDirectory.sol";
import {IEvidenceLog} from "./interfaces/IEvidenceLog.sol";
import {IRegistered} from "./interfaces/IRegistered.sol";
import {TypedData} from "./libraries/TypedData.sol";
import {Claim, Claimed} from "./types/Claiming.sol";
import {KIND_CLAIM} from "./types/Names.sol";

/// @dev Storage layout claim/1 (docs/format/chain.md). Not governed: nobody has a power over claims.
contract ClaimRegistry is IClaimRegistry, Signed {
    mapping(address nullifier => Claimed) private _claims;

    IDirectory private immutable _DIRECTORY;
    IEvidenceLog private immutable _LOG;
    bytes32 private immutable _REGISTRY_ID;

    constructor(IDirectory directory, IEvidenceLog log) Signed(directory.registryId()) {
        _DIRECTORY = directory;
        _LOG = log;
        _REGISTRY_ID = directory.registryId();
    }

    /// @inheritdoc IClaimRegistry
    function claim(Claim calldata order, bytes calldata signature) external {
        if (!_DIRECTORY.opened()) revert ClaimRegistryNotOpen();
        _checkWindow(order.notBefore, order.deadline);
        if (order.commitment == 0) revert ClaimRegistryCommitmentZero();
        address signer = ECDSA.recoverCalldata(_digest(TypedData.hash(order)), signature);
        if (signer != order.nullifier) revert ClaimRegistryNotSigned(order.nullifier, signer);
        if (_claims[order.nullifier].commitment != 0) revert ClaimRegistryAlreadyClaimed(order.nullifier);
        _claims[order.nullifier] = Claimed(order.commitment, uint40(block.timestamp));
        (uint64 index, bytes32 leaf) = _LOG.append(KIND_CLAIM, abi.encode(order.nullifier, order.commitment));
        emit CertificateClaimed(order.nullifier, order.commitment, index, leaf);
    }

    /// @inheritdoc IClaimRegistry
    function claimOf(address nullifier) external view returns (Claimed memory) {
        return _claims[nullifier];
    }

    /// @inheritdoc IRegistered
    function registryId() external view returns (bytes32) {
        return _REGISTRY_ID;
    }
}
