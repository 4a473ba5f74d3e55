/** What the tests and the bench use of packages that bring no types. */
declare module "@digitalbazaar/data-integrity" {
  export class DataIntegrityProof {
    constructor(options: { readonly cryptosuite: object; readonly signer?: object; readonly date?: string });
  }
}
declare module "@digitalbazaar/eddsa-jcs-2022-cryptosuite" {
  export function createSignCryptosuite(): object;
  export function createVerifyCryptosuite(): object;
}
declare module "@digitalbazaar/vc" {
  export function verifyCredential(options: object): Promise<{ readonly verified: boolean; readonly error?: Error }>;
  export function issue(options: object): Promise<object>;
}
declare module "@digitalbazaar/ed25519-multikey" {
  export interface KeyPair {
    signer(): object;
    export(options: object): Promise<object>;
  }
  export function from(key: object): Promise<KeyPair>;
  export function generate(options: object): Promise<KeyPair>;
}
