// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev The AccessManager's own role for its configuration.
uint64 constant COUNCIL_ADMIN = 0;
/// @dev What stops: no delay.
uint64 constant COUNCIL_STOP = 1;
/// @dev What widens: 48 hours.
uint64 constant COUNCIL_WIDEN = 2;
/// @dev The Guardian contract's, and nobody else's.
uint64 constant GUARDIAN_ROLE = 3;

/// @dev The shortest delay of whatever widens, in seconds.
uint32 constant WIDEN_DELAY = 48 hours;
/// @dev How long an act of a single council member lasts, in seconds.
uint40 constant GUARDIAN_PERIOD = 72 hours;
/// @dev The shortest time between two acts of one council member, in seconds.
uint40 constant GUARDIAN_REST = 7 days;
