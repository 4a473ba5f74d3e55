// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IAuthorizations} from "../../interfaces/IAuthorizations.sol";
import {Validity} from "../../libraries/Validity.sol";
import {MAX_SIGNERS, Member, Officer, ROLE_CHECKER, ROLE_MAKER} from "../../types/Membership.sol";
import {Officers} from "./Officers.sol";

/// @dev What officers' signatures authorize. Every signature given must be good, also those beyond the threshold.
abstract contract Authorizations is Officers, IAuthorizations {
    /// @dev Stands for "whatever the type" where the type isn't known or doesn't matter.
    bytes32 internal constant _ANY_TYPE = 0;

    /// @inheritdoc IAuthorizations
    function authorizeStatus(
        bytes32 memberId,
        uint32 officerEpoch,
        bytes32 digest,
        bytes[] calldata signatures
    ) external view returns (address[] memory signers) {
        Member storage one = _active(memberId);
        return _threshold(memberId, one, officerEpoch, _ANY_TYPE, digest, signatures);
    }

    /// @inheritdoc IAuthorizations
    function authorizeSuspension(
        bytes32 memberId,
        uint32 officerEpoch,
        bytes32 digest,
        bytes[] calldata signatures
    ) external view returns (address[] memory signers) {
        Member storage one = _open(memberId);
        return _one(memberId, one, officerEpoch, digest, signatures);
    }

    /// @inheritdoc IAuthorizations
    function authorizeOfficer(
        bytes32 memberId,
        uint32 officerEpoch,
        bytes32 digest,
        bytes calldata signature
    ) external view returns (address signer) {
        _checkEpoch(memberId, _active(memberId), officerEpoch);
        signer = ECDSA.recoverCalldata(digest, signature);
        _role(memberId, signer, _ANY_TYPE);
    }

    /// @return signers at least the threshold of them, a maker and a checker among them
    function _threshold(
        bytes32 memberId,
        Member storage one,
        uint32 officerEpoch,
        bytes32 typeId,
        bytes32 digest,
        bytes[] calldata signatures
    ) internal view returns (address[] memory signers) {
        _checkEpoch(memberId, one, officerEpoch);
        if (signatures.length < one.threshold) {
            revert MemberRegistryTooFewSigners(memberId, signatures.length, one.threshold);
        }
        uint8 roles;
        (signers, roles) = _signers(memberId, typeId, digest, signatures);
        if (roles & ROLE_MAKER == 0) revert MemberRegistryRoleMissing(memberId, ROLE_MAKER);
        if (roles & ROLE_CHECKER == 0) revert MemberRegistryRoleMissing(memberId, ROLE_CHECKER);
    }

    /// @return signers at least one
    function _one(
        bytes32 memberId,
        Member storage one,
        uint32 officerEpoch,
        bytes32 digest,
        bytes[] calldata signatures
    ) internal view returns (address[] memory signers) {
        _checkEpoch(memberId, one, officerEpoch);
        if (signatures.length == 0) revert MemberRegistryTooFewSigners(memberId, 0, 1);
        (signers, ) = _signers(memberId, _ANY_TYPE, digest, signatures);
    }

    function _signers(
        bytes32 memberId,
        bytes32 typeId,
        bytes32 digest,
        bytes[] calldata signatures
    ) private view returns (address[] memory signers, uint8 roles) {
        if (signatures.length > MAX_SIGNERS) revert MemberRegistryTooManySigners(memberId, signatures.length);
        signers = new address[](signatures.length);
        address previous = address(0);
        for (uint256 i = 0; i < signatures.length; ++i) {
            address signer = ECDSA.recoverCalldata(digest, signatures[i]);
            if (signer <= previous) revert MemberRegistrySignerOrder(previous, signer);
            roles |= _role(memberId, signer, typeId);
            signers[i] = signer;
            previous = signer;
        }
    }

    function _role(bytes32 memberId, address signer, bytes32 typeId) private view returns (uint8) {
        Officer memory his = _officer(memberId, signer);
        if (!Validity.isValid(his, block.timestamp)) revert MemberRegistryOfficerNotValid(memberId, signer);
        if (typeId != _ANY_TYPE && his.typesLimited != 0 && !_mayType(memberId, signer, typeId)) {
            revert MemberRegistryOfficerLimited(memberId, signer, typeId);
        }
        return his.role;
    }

    function _checkEpoch(bytes32 memberId, Member storage one, uint32 given) private view {
        uint32 current = one.officerEpoch;
        if (given != current) revert MemberRegistryEpoch(memberId, given, current);
    }
}
