// Types for what must not be mixed up although it is all text.

declare const brand: unique symbol;

/** A `Text` that was checked, or made, to be a certain kind of text. */
export type Brand<Text, Name extends string> = Text & { readonly [brand]: Name };

/** Twelve digits. */
export type AccountId = Brand<string, 'AccountId'>;
/** The code of a Region, such as us-east-1. */
export type Region = Brand<string, 'Region'>;
/** What the HSM calls a piece of key material. It says nothing of the material. */
export type MaterialHandle = Brand<string, 'MaterialHandle'>;
/** Key material sealed under a Region's domain key. Only the HSM can open it. */
export type MaterialToken = Brand<Uint8Array<ArrayBuffer>, 'MaterialToken'>;

/** Undefined where the text is no account ID. */
export const accountId = (text: string): AccountId | undefined =>
  /^\d{12}$/.test(text) ? (text as AccountId) : undefined;
