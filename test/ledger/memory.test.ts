import { openMemoryChain } from "../../src/ledger/memory/chain.ts";
import { describeLedger } from "./conformance.ts";

describeLedger("a chain in memory", (clock) => openMemoryChain({ clock }));
