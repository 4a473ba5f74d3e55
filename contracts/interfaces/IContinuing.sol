// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Adoption, Origin, PastChange} from "../types/Continuing.sol";

/// @title How the batches of a closed installation come to stand in a new one, with the status they had.
interface IContinuing {
    /// @param from registryId of the installation that is continued
    event Continued(bytes32 indexed from, uint64 size, bytes32 root);
    /// @dev One per adoption; `last`: the batch stands now.
    event Adopted(bytes32 indexed from, bytes32 indexed memberId, bytes32 indexed batchId, bytes32 head, bool last);

    /// @notice No other installation, or one with nothing to adopt.
    error StatusRegistryOrigin(bytes32 from, uint64 size);
    /// @notice An installation is continued once.
    error StatusRegistryContinued(bytes32 from);
    /// @notice The adoption is none of those that the council continued.
    error StatusRegistryAdoption(bytes32 from, uint64 index);
    /// @notice A batch is anchored here under the batchId.
    error StatusRegistryAdopted(bytes32 memberId, bytes32 batchId, bytes32 record);
    /// @notice A change of another batch, out of its order, or of a time that has not come.
    error StatusRegistryPastChange(uint256 place);
    error StatusRegistryPastChangeCount(uint256 changes);

    /// @notice Names the final state of a closed installation and all that is adopted of it. Restricted: widens.
    function continueFrom(Origin calldata origin) external;

    /// @notice Takes in a batch of a continued installation: replays its changes and lets its record stand. Anyone may send
    /// it; parts in their order.
    /// @param index place of the adoption in the tree that the council continued
    /// @param path its RFC 9162 inclusion path, leaf side first
    /// @param changes all changes of the part, oldest first
    function adopt(
        bytes32 from,
        uint64 index,
        bytes32[] calldata path,
        Adoption calldata adoption,
        PastChange[] calldata changes
    ) external;

    /// @notice Size and root of the tree of adoptions of an installation; 0: it is not continued here.
    function continuedFrom(bytes32 from) external view returns (uint64 size, bytes32 root);
}
