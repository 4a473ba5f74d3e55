// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeys} from "../../interfaces/IKeys.sol";
import {KeyIds} from "../../libraries/KeyIds.sol";
import {Key, KeyInput} from "../../types/Membership.sol";
import {Scopes} from "./Scopes.sol";

/// @dev Slots 4 and 5 of layout member/1.
abstract contract Keys is Scopes, IKeys {
    mapping(bytes32 memberId => mapping(bytes32 keyId => Key)) private _keys;
    mapping(bytes32 keyId => bytes32 memberId) private _owners;

    uint8 private constant _OWN = 1;
    uint8 private constant _HOSTED = 2;
    uint256 private constant _MAX_POSSESSION = 1024;

    /// @inheritdoc IKeys
    function registerKey(bytes32 memberId, KeyInput calldata input) external restricted {
        _open(memberId);
        _checkKey(input);
        bytes32 owner = _owners[input.keyId];
        if (owner != 0) revert MemberRegistryKeyTaken(input.keyId, owner);
        uint40 begin = _begin(input.notBefore, input.notAfter);
        _owners[input.keyId] = memberId;
        _keys[memberId][input.keyId] = Key(input.suite, input.custody, input.purposes, begin, input.notAfter, 0);
        _announce(memberId, input, begin);
    }

    /// @inheritdoc IKeys
    function retireKey(bytes32 memberId, bytes32 keyId) external restricted {
        Key storage one = _keys[memberId][keyId];
        if (one.suite == 0) revert MemberRegistryKeyUnknown(memberId, keyId);
        if (one.notAfter <= block.timestamp) revert MemberRegistryKeyEnded(memberId, keyId, one.notAfter);
        one.notAfter = uint40(block.timestamp);
        emit KeyRetired(memberId, keyId);
        _record(memberId, "key-retired", abi.encode(keyId));
    }

    /// @inheritdoc IKeys
    function key(bytes32 memberId, bytes32 keyId) external view returns (Key memory) {
        return _keys[memberId][keyId];
    }

    /// @inheritdoc IKeys
    function keyOwner(bytes32 keyId) external view returns (bytes32) {
        return _owners[keyId];
    }

    /// @dev `suite` is 0 where the member has no such key.
    function _key(bytes32 memberId, bytes32 keyId) internal view returns (Key storage) {
        return _keys[memberId][keyId];
    }

    function _announce(bytes32 memberId, KeyInput calldata input, uint40 begin) private {
        emit KeyRegistered(
            memberId,
            input.keyId,
            input.suite,
            input.purposes,
            input.custody,
            begin,
            input.notAfter,
            input.publicKey,
            input.possession
        );
        bytes memory data = abi.encode(
            input.keyId,
            input.suite,
            input.purposes,
            input.custody,
            begin,
            input.notAfter,
            input.publicKey,
            input.possession
        );
        _record(memberId, "key", data);
    }

    function _checkKey(KeyInput calldata input) private pure {
        string memory suite = KeyIds.suiteName(input.suite);
        if (bytes(suite).length == 0) revert MemberRegistrySuite(input.suite);
        if (input.publicKey.length != KeyIds.publicKeyLength(input.suite)) {
            revert MemberRegistryPublicKey(input.suite, input.publicKey.length);
        }
        bytes32 expected = KeyIds.keyId(suite, input.publicKey);
        if (input.keyId != expected) revert MemberRegistryKeyId(input.keyId, expected);
        if (input.custody != _OWN && input.custody != _HOSTED) revert MemberRegistryCustody(input.custody);
        if (input.purposes == 0) revert MemberRegistryNoPurpose(input.keyId);
        uint256 possession = input.possession.length;
        if (possession == 0) revert MemberRegistryNoPossession(input.keyId);
        if (possession > _MAX_POSSESSION) revert MemberRegistryPossessionTooLong(input.keyId, possession);
    }
}
