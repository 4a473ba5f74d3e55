// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What officers' signatures authorize.
/// @dev Signatures are ordered by strictly ascending signer; low s only; keys only, no contracts (ERC-1271).
interface IAuthorizations {
    error MemberRegistryEpoch(bytes32 memberId, uint32 given, uint32 current);
    error MemberRegistryOfficerNotValid(bytes32 memberId, address officer);
    error MemberRegistryOfficerLimited(bytes32 memberId, address officer, bytes32 typeId);
    error MemberRegistrySignerOrder(address previous, address signer);
    error MemberRegistryTooFewSigners(bytes32 memberId, uint256 signers, uint8 threshold);
    /// @notice At most 32 sign.
    error MemberRegistryTooManySigners(bytes32 memberId, uint256 signers);

    /// @notice Signers of an anchor: the member is active and the type in its scope; at least the threshold of distinct
    /// officers, a maker and a checker among them, every one valid now and free to sign for the type.
    function authorize(
        bytes32 memberId,
        uint32 officerEpoch,
        bytes32 typeId,
        bytes32 digest,
        bytes[] calldata signatures
    ) external view returns (address[] memory signers, uint8 threshold);

    /// @notice Signers of a status change: at least the threshold, a maker and a checker, all valid now; not while frozen.
    function authorizeStatus(
        bytes32 memberId,
        uint32 officerEpoch,
        bytes32 digest,
        bytes[] calldata signatures
    ) external view returns (address[] memory signers);

    /// @notice Signers of a suspension: one valid officer or more, frozen or not.
    function authorizeSuspension(
        bytes32 memberId,
        uint32 officerEpoch,
        bytes32 digest,
        bytes[] calldata signatures
    ) external view returns (address[] memory signers);

    /// @notice The one valid officer who signed; not while frozen.
    function authorizeOfficer(
        bytes32 memberId,
        uint32 officerEpoch,
        bytes32 digest,
        bytes calldata signature
    ) external view returns (address signer);
}
