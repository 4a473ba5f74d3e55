// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAuthorizations} from "./IAuthorizations.sol";
import {ICompromises} from "./ICompromises.sol";
import {IKeys} from "./IKeys.sol";
import {IMembers} from "./IMembers.sol";
import {IOfficers} from "./IOfficers.sol";
import {IRegistered} from "./IRegistered.sol";
import {IRevocations} from "./IRevocations.sol";
import {IScopes} from "./IScopes.sol";

// solhint-disable no-empty-blocks
/// @title Members, their officers, scopes and keys in time. Layout member/1.
interface IMemberRegistry is
    IRegistered,
    IMembers,
    IOfficers,
    IAuthorizations,
    IScopes,
    IKeys,
    ICompromises,
    IRevocations
{}
