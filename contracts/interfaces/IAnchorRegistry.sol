// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Anchor, Burn} from "../types/Anchoring.sol";
import {IRegistered} from "./IRegistered.sol";

/// @title One record per batch. Layout anchor/1.
interface IAnchorRegistry is IRegistered {
    /// @param record hash of the batch's leaf in the evidence log
    /// @param signatures of the officers, in the order of the signers in the log record
    event Anchored(
        bytes32 indexed memberId,
        bytes32 indexed batchId,
        bytes32 indexed typeId,
        uint64 logIndex,
        bytes32 record,
        bytes[] signatures
    );
    event Burned(bytes32 indexed memberId, bytes32 indexed batchId, uint64 logIndex, bytes32 record, address officer);
    /// @param record hash of the batch's leaf in the log of the installation that anchored it
    event AnchorAdopted(bytes32 indexed memberId, bytes32 indexed batchId, bytes32 record);
    /// @dev typeId 0 stands for every type.
    event Paused(bytes32 indexed typeId, uint40 until, address by);
    event Unpaused(bytes32 indexed typeId);

    error AnchorRegistryNotOpen();
    /// @notice The batchId is spent; `record` is the log leaf hash of what it was spent on.
    error AnchorRegistryBatchUsed(bytes32 memberId, bytes32 batchId, bytes32 record);
    error AnchorRegistryBatchIdZero();
    error AnchorRegistryTypeIdZero();
    error AnchorRegistrySize(uint32 size);
    error AnchorRegistryHashSuite(uint8 hashSuite);
    error AnchorRegistryPaused(bytes32 typeId, uint40 until);
    error AnchorRegistryNotPaused(bytes32 typeId);
    /// @notice Only the installation's StatusRegistry adopts.
    error AnchorRegistryNotAdopter(address account);
    error AnchorRegistryRecordZero();

    /// @notice Anchors a batch. Anyone may send it; the officers' signatures are what counts.
    /// @param signatures at least the member's threshold, by strictly ascending signer
    function anchor(Anchor calldata anchor, bytes[] calldata signatures) external;

    /// @notice Spends a batchId on nothing. One valid officer suffices.
    function burn(Burn calldata burn, bytes calldata signature) external;

    /// @notice Lets a batch of a continued installation stand with the record it has there. Only the StatusRegistry calls it.
    /// @dev Also where its batchId was burned here, or one officer could keep a batch out for ever.
    function adopt(bytes32 memberId, bytes32 batchId, bytes32 adopted) external;

    /// @notice Stops anchors of a type (0: of every type) until lifted. Restricted: stops.
    function pause(bytes32 typeId) external;

    /// @notice Stops anchors for 72 hours at the instance of council member `by`. Restricted: Guardian.
    function pauseTemporarily(bytes32 typeId, address by) external;

    /// @notice Restricted: widens.
    function unpause(bytes32 typeId) external;

    /// @notice Log leaf hash of the batch's record; 0 = neither anchored nor burned.
    function record(bytes32 memberId, bytes32 batchId) external view returns (bytes32);

    /// @notice True if the batch is anchored; a burned one is not.
    function anchored(bytes32 memberId, bytes32 batchId) external view returns (bool);

    /// @notice Until when anchors of a type are stopped; 0 or a time past: they are not.
    function pausedUntil(bytes32 typeId) external view returns (uint40);
}
