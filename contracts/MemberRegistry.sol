// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Governed} from "./access/Governed.sol";
import {Signed} from "./access/Signed.sol";
import {IDirectory} from "./interfaces/IDirectory.sol";
import {IEvidenceLog} from "./interfaces/IEvidenceLog.sol";
import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {IRegistered} from "./interfaces/IRegistered.sol";
import {Compromises} from "./registries/members/Compromises.sol";
import {Members} from "./registries/members/Members.sol";
import {Revocations} from "./registries/members/Revocations.sol";

/// @dev Storage layout member/1 (docs/format/chain.md): Members 0, Officers 1 and 2, Scopes 3, Keys 4 and 5.
contract MemberRegistry is Compromises, Revocations, IMemberRegistry {
    bytes32 private immutable _REGISTRY_ID;

    constructor(
        IDirectory directory,
        IEvidenceLog log,
        address manager
    ) Governed(manager) Signed(directory.registryId()) Members(log) Revocations(directory) {
        _REGISTRY_ID = directory.registryId();
    }

    /// @inheritdoc IRegistered
    function registryId() external view returns (bytes32) {
        return _REGISTRY_ID;
    }
}
