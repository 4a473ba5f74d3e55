// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Signature suites and the names of their keys.
/// @dev Suites and their numbers are those of src/domain/member.ts.
library KeyIds {
    uint8 private constant _ED25519 = 1;
    uint8 private constant _P256 = 2;
    uint8 private constant _SM2 = 3;

    /// @return the suite's name; empty if unknown
    function suiteName(uint8 suite) internal pure returns (string memory) {
        if (suite == _ED25519) return "eddsa-jcs-2022";
        if (suite == _P256) return "ecdsa-jcs-2019";
        if (suite == _SM2) return "sm2-jcs-2026";
        return "";
    }

    /// @dev One encoding per key, or a key could belong to two members: Ed25519 raw, the curves compressed (SEC 1).
    function publicKeyLength(uint8 suite) internal pure returns (uint256) {
        return suite == _ED25519 ? 32 : 33;
    }

    function keyId(string memory suite, bytes calldata publicKey) internal pure returns (bytes32) {
        return sha256(bytes.concat("yinzheng/key/v1", hex"00", bytes(suite), hex"00", publicKey));
    }
}
