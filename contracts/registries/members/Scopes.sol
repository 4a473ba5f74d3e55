// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAuthorizations} from "../../interfaces/IAuthorizations.sol";
import {IScopes} from "../../interfaces/IScopes.sol";
import {Validity} from "../../libraries/Validity.sol";
import {Member, Window} from "../../types/Membership.sol";
import {Authorizations} from "./Authorizations.sol";

/// @dev Slot 3 of layout member/1.
abstract contract Scopes is Authorizations, IScopes {
    mapping(bytes32 memberId => mapping(bytes32 typeId => Window)) private _scopes;

    /// @inheritdoc IScopes
    function grantScope(
        bytes32 memberId,
        bytes32 typeId,
        uint40 notBefore,
        uint40 notAfter
    ) external restricted {
        _open(memberId);
        if (typeId == _ANY_TYPE) revert MemberRegistryTypeIdZero();
        uint40 begin = _begin(notBefore, notAfter);
        Window memory before = _scopes[memberId][typeId];
        if (before.notBefore != 0 && before.notBefore <= block.timestamp) {
            // A later start would put what was anchored before out of scope; in a gap up to now nothing can have been anchored.
            if (begin > block.timestamp && begin > before.notAfter) revert MemberRegistryWindow(begin, notAfter);
            begin = before.notBefore;
        }
        _setScope(memberId, typeId, Window(begin, notAfter));
    }

    /// @inheritdoc IScopes
    function withdrawScope(bytes32 memberId, bytes32 typeId) external restricted {
        Window memory window = _scopes[memberId][typeId];
        if (window.notAfter <= block.timestamp) revert MemberRegistryOutOfScope(memberId, typeId);
        window.notAfter = uint40(block.timestamp);
        _setScope(memberId, typeId, window);
    }

    /// @inheritdoc IScopes
    function scope(bytes32 memberId, bytes32 typeId) external view returns (Window memory) {
        return _scopes[memberId][typeId];
    }

    /// @inheritdoc IAuthorizations
    function authorize(
        bytes32 memberId,
        uint32 officerEpoch,
        bytes32 typeId,
        bytes32 digest,
        bytes[] calldata signatures
    ) external view returns (address[] memory signers, uint8 threshold) {
        Member storage one = _active(memberId);
        if (!Validity.holds(_scopes[memberId][typeId], block.timestamp)) {
            revert MemberRegistryOutOfScope(memberId, typeId);
        }
        threshold = one.threshold;
        signers = _threshold(memberId, one, officerEpoch, typeId, digest, signatures);
    }

    function _setScope(bytes32 memberId, bytes32 typeId, Window memory window) private {
        _scopes[memberId][typeId] = window;
        emit ScopeChanged(memberId, typeId, window.notBefore, window.notAfter);
        _record(memberId, "scope", abi.encode(typeId, window.notBefore, window.notAfter));
    }
}
