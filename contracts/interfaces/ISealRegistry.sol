// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Seal,
    SealApplication,
    SealChange,
    SealDelegation,
    SealMaking,
    SealUse,
    SealWindow
} from "../types/Sealing.sol";
import {IRegistered} from "./IRegistered.sol";

/// @title Electronic seals: who owns one, what it is, whether it may be used, and how often it was. Layout seal/1.
interface ISealRegistry is IRegistered {
    /// @param what the record's: applied, made, changed, delegated, used or changed-by-council
    /// @param record hash of its leaf in the evidence log
    event SealRecorded(bytes32 indexed sealId, bytes32 indexed what, uint64 logIndex, bytes32 record);

    error SealRegistryNotOpen();
    error SealRegistrySealIdZero();
    /// @notice What the seal's state doesn't allow; the state it has.
    error SealRegistryState(bytes32 sealId, uint8 state);
    /// @notice The order follows another change than the seal's last.
    error SealRegistryTurn(bytes32 sealId, uint32 expected, uint32 changes);
    error SealRegistryNotOwner(bytes32 sealId, bytes32 memberId);
    error SealRegistryNotMaker(bytes32 sealId, bytes32 memberId);
    error SealRegistryDigest(bytes32 sealId, bytes32 digest);
    error SealRegistryPeriod(uint64 validFrom, uint64 validUntil);
    error SealRegistryMakerZero();
    /// @notice Nobody, or the owner, who needs no delegation.
    error SealRegistryDelegate(bytes32 sealId, bytes32 delegate);
    /// @notice In the future, too long ago, no earlier than known, or of what is no loss.
    error SealRegistrySince(bytes32 sealId, uint64 since);
    /// @notice Neither the owner nor somebody whom it lets use the seal now.
    error SealRegistryNotUser(bytes32 sealId, bytes32 memberId);
    /// @notice The seal's owner is frozen or closed.
    error SealRegistryOwnerStopped(bytes32 sealId, bytes32 owner);
    error SealRegistryNotValid(bytes32 sealId, uint40 validFrom, uint40 validUntil);
    error SealRegistryNotAnchored(bytes32 memberId, bytes32 batchId);
    error SealRegistryCounted(bytes32 sealId, bytes32 memberId, bytes32 batchId);
    error SealRegistryCount(uint32 count);
    /// @notice `used` today; `count` more are beyond what the seal has in a day.
    error SealRegistryDailyLimit(bytes32 sealId, uint256 used, uint256 count);

    /// @notice Applies for a seal. Threshold of the owner to be, whose scope has seals.
    function applyFor(SealApplication calldata order, bytes[] calldata signatures) external;

    /// @notice Says which seal object was made. Threshold of the maker, whose scope has the making of seals.
    function make(SealMaking calldata order, bytes[] calldata signatures) external;

    /// @notice Activates, suspends, resumes or destroys a seal, or reports it lost. To suspend, and to report a loss from
    /// now on (`since` 0), one officer suffices, frozen or not; else the owner's threshold.
    function change(SealChange calldata order, bytes[] calldata signatures) external;

    /// @notice Lets a member use the seal; ending it (`validUntil` not after now) takes one officer, frozen or not.
    function delegate(SealDelegation calldata order, bytes[] calldata signatures) external;

    /// @notice Counts uses of a seal in a batch that its user has anchored. Threshold of the user.
    function use(SealUse calldata order, bytes[] calldata signatures) external;

    /// @notice Suspends, loses or destroys any seal. Restricted: stops.
    function changeByCouncil(bytes32 sealId, uint8 to, uint64 since) external;

    function sealOf(bytes32 sealId) external view returns (Seal memory);

    /// @notice Hash of the log leaf that counts a member's uses in a batch; 0: none.
    function useOf(bytes32 sealId, bytes32 memberId, bytes32 batchId) external view returns (bytes32);

    function delegation(bytes32 sealId, bytes32 memberId) external view returns (SealWindow memory);
}
