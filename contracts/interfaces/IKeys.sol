// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Key, KeyInput} from "../types/Membership.sol";

/// @title Members' signing keys.
interface IKeys {
    event KeyRegistered(
        bytes32 indexed memberId,
        bytes32 indexed keyId,
        uint8 suite,
        uint16 purposes,
        uint8 custody,
        uint40 notBefore,
        uint40 notAfter,
        bytes publicKey,
        bytes possession
    );
    event KeyRetired(bytes32 indexed memberId, bytes32 indexed keyId);

    /// @notice A public key belongs to one member for ever.
    error MemberRegistryKeyTaken(bytes32 keyId, bytes32 owner);
    error MemberRegistryKeyUnknown(bytes32 memberId, bytes32 keyId);
    error MemberRegistryKeyEnded(bytes32 memberId, bytes32 keyId, uint40 notAfter);
    /// @notice `keyId` is not that of this suite and public key, which is `expected`.
    error MemberRegistryKeyId(bytes32 keyId, bytes32 expected);
    error MemberRegistrySuite(uint8 suite);
    error MemberRegistryPublicKey(uint8 suite, uint256 bytesGiven);
    error MemberRegistryCustody(uint8 custody);
    error MemberRegistryNoPurpose(bytes32 keyId);
    error MemberRegistryNoPossession(bytes32 keyId);
    /// @notice At most 1,024 bytes.
    error MemberRegistryPossessionTooLong(bytes32 keyId, uint256 bytesGiven);

    /// @notice Registers a key. A start in the past begins now. Restricted: widens.
    function registerKey(bytes32 memberId, KeyInput calldata input) external;

    /// @notice Ends a key at once. Restricted: stops.
    function retireKey(bytes32 memberId, bytes32 keyId) external;

    function key(bytes32 memberId, bytes32 keyId) external view returns (Key memory);

    /// @notice The member that a public key belongs to; 0 if nobody has registered it.
    function keyOwner(bytes32 keyId) external view returns (bytes32);
}
