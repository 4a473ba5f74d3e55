// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

interface ISigned {
    /// @notice The message may not be used before `notBefore`.
    error SignedTooEarly(uint64 notBefore, uint256 time);
    /// @notice The message may not be used after `deadline`.
    error SignedTooLate(uint64 deadline, uint256 time);
    /// @notice The message could be used for longer than 24 hours, or never.
    error SignedWindow(uint64 notBefore, uint64 deadline);

    /// @notice The EIP-712 domain, as EIP-5267 describes it.
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        );
}
