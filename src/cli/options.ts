import { type Command, Option } from "commander";

/** Options of every command that speaks to a service. */
export const API = [
  new Option("--url <url>", "the service (YZ_URL)"),
  new Option("--key-file <file>", "file with the API key (else YZ_API_KEY)"),
];
export const SIGNER = new Option("--signer <dir>", "folder of the maker's running signer").makeOptionMandatory();

/** Makes a command that behaves like the program; hands on its exit code. */
export type Make = (name: string) => Command;
export type Ended = (result: Promise<number>) => Promise<void>;
