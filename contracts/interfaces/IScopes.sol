// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Window} from "../types/Membership.sol";

/// @title Types that a member may anchor.
interface IScopes {
    event ScopeChanged(bytes32 indexed memberId, bytes32 indexed typeId, uint40 notBefore, uint40 notAfter);

    error MemberRegistryTypeIdZero();
    error MemberRegistryOutOfScope(bytes32 memberId, bytes32 typeId);

    /// @notice Lets a member anchor a type in a window. A start in the past begins now. Where the member has had the type
    /// before, the start stays where it was, so that what it anchored then stays in scope; a start yet to come is refused
    /// there unless the scope lasts until then. Restricted: widens.
    function grantScope(bytes32 memberId, bytes32 typeId, uint40 notBefore, uint40 notAfter) external;

    /// @notice Ends a scope at once. Restricted: stops.
    function withdrawScope(bytes32 memberId, bytes32 typeId) external;

    function scope(bytes32 memberId, bytes32 typeId) external view returns (Window memory);
}
